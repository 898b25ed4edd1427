using Enso.Build.Programs;

namespace Enso.Tests.ProgramScan;

/// <summary>What a program calls that cannot work is found in its IL and named.</summary>
[TestFixture]
public sealed class ProgramWarningsTests
{
    private const string Type = "Enso_Tests_Enso_Tests_ProgramScan_ScannedProgram";
    private const string Here = "Enso.Tests: Enso.Tests.ProgramScan.ScannedProgram.";

    // The scan asks only whether a symbol begins so; these stand for what the compiler makes of the class's methods.
    private static readonly string[] s_names =
    [
        "StartsProcess", "Switches", "WorksEverywhere", "UsesSocketAsync_d__1__MoveNext",
        "LoadsInIterator_d__2__MoveNext", "_c___StartsInLambda_b__3_0",
    ];

    private ProgramAssembly _assembly = null!;

    [OneTimeSetUp]
    public void Open() => _assembly = new ProgramAssembly(typeof(ScannedProgram).Assembly.Location, isOwn: true);

    [OneTimeTearDown]
    public void Close() => _assembly.Dispose();

    [TestCase("StartsProcess", "calls System.Diagnostics.Process.Start, which throws Win32Exception: there are no other processes")]
    [TestCase("UsesSocketAsync", "calls new System.Net.Sockets.Socket(), which throws TypeInitializationException: there is no network")]
    [TestCase("LoadsInIterator", "calls System.Reflection.Assembly.Load, which throws PlatformNotSupportedException: everything is compiled before it runs")]
    [TestCase("StartsInLambda", "calls System.Diagnostics.Process.Start, which throws Win32Exception: there are no other processes")]
    public void A_call_is_named_with_the_method_as_it_was_written(string method, string expected)
        => Assert.That(Calls($"{Type}__"), Does.Contain($"{Here}{method} {expected}"));

    [Test]
    public void Calls_that_work_are_not_named()
        => Assert.That(Calls($"{Type}__"), Has.None.Contains("WorksEverywhere"));

    [Test]
    public void What_is_not_in_the_image_does_not_count()
        => Assert.That(Calls($"{Type}__Switches"), Is.Empty);

    [Test]
    public void A_missing_native_library_is_named()
        => Assert.That(
            ProgramWarnings.Libraries(_assembly, new CompiledMethods([$"{Type}__InLibrary"])),
            Is.EqualTo([$"{Here}InLibrary is in the native library 'no-such-library', which there is not: a call throws "
                + "DllNotFoundException"]));

    [Test]
    public void What_a_package_has_for_Windows_is_passed_over_and_what_the_program_has_is_not()
    {
        CompiledMethods compiled = new([$"{Type}__InWindows"]);
        using ProgramAssembly package = new(typeof(ScannedProgram).Assembly.Location, isOwn: false);
        Assert.That(ProgramWarnings.Libraries(_assembly, compiled), Has.One.Contains("'KERNEL32.dll'"));
        Assert.That(ProgramWarnings.Libraries(package, compiled), Is.Empty);
    }

    [Test]
    public void Every_body_of_the_class_library_can_be_read()
    {
        using ProgramAssembly library = new(typeof(System.Xml.XmlReader).Assembly.Location, isOwn: false);
        Assert.That(CallScanner.CallsOf(library).Count(), Is.GreaterThan(1000));
    }

    [Test]
    public void The_compilers_warnings_are_said_once_and_in_short()
    {
        string[] output =
        [
            "Compiling",
            "/src/p.cs(5): Trim analysis warning IL2026: Program.Main(): Using member 'A.B(String)' which has 'RequiresUnreferencedCodeAttribute' can break. More.",
            "/src/p.cs(5): AOT analysis warning IL3050: Program.Main(): Using member 'A.B(String)' which has 'RequiresDynamicCodeAttribute' can break. More.",
            "/src/p.cs(6): AOT analysis warning IL3050: Program.Main(): Using member 'System.Text.Json.JsonSerializer.Serialize<Int32>(Int32)' which has 'RequiresDynamicCodeAttribute' can break.",
            "/x/Some.dll : warning IL2104: Assembly 'Some' produced trim warnings. For more information see https://aka.ms/il2104",
            "/src/p.cs(9): warning IL3000: Program.Main(): 'Location' always returns an empty string. Do something else.",
        ];
        Assert.That(CompilerWarnings.Summarise(output), Is.EqualTo([
            "p.cs(5): 'A.B(String)' may not work when everything is compiled before it runs (IL2026, IL3050)",
            "Some.dll: the package Some has code that may not work when everything is compiled before it runs (IL2104)",
            "p.cs(9): Program.Main(): 'Location' always returns an empty string (IL3000)",
        ]));
    }

    private List<string> Calls(params string[] symbols)
        => [.. ProgramWarnings.Calls(_assembly, new CompiledMethods(
            symbols.SelectMany(prefix => s_names.Select(name => prefix + name).Append(prefix))))];
}
