using System.Text;
using System.Text.RegularExpressions;
using Enso.Tool;
using Enso.Tool.Building;
using Enso.Tool.Emulation;
using Enso.Tool.Programs;
using Enso.Tool.Requirements;
using Enso.Tool.Running;

namespace Enso.Tests.Emulated;

/// <summary>A .NET project runs as the program that Ensō boots. <see cref="ProgramCampaign"/> has many more.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ProgramTests
{
    // Without colours, whatever terminal the host's is.
    private static readonly string[] s_plain = ["NO_COLOR=1", "TERM=dumb"];

    private static string Root => RepositoryLayout.Current.Root;

    [TestCase("hello", "Ada", "Grace Hopper")]
    [TestCase("parallel")]
    [TestCase("package")]
    public async Task A_sample_does_on_Ensō_what_it_does_on_the_host(string name, params string[] arguments)
    {
        ProgramUnderTest program = await ProgramUnderTest.BuildAsync($"samples/{name}");
        await program.With(arguments, s_plain).CompareAsync();
        Assert.That(program.Warnings, Does.Not.Contain("throws"));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(8)]
    public async Task The_number_of_cores_makes_no_difference(int cores)
    {
        ProgramUnderTest program = await ProgramUnderTest.BuildAsync("samples/parallel");
        ProgramResult host = await program.RunOnHostAsync();
        Assert.That((await program.RunOnEnsoAsync(cores)).Output, Is.EqualTo(host.Output));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task Messages_go_to_the_same_cores_in_the_same_order_on_Ensō_as_on_the_host(int cores)
    {
        ProgramUnderTest built = await ProgramUnderTest.BuildAsync("samples/placement");
        ProgramUnderTest program = built.With([$"{cores}", "800"], s_plain);
        ProgramResult host = await program.RunOnHostAsync();
        ProgramResult enso = await program.RunOnEnsoAsync(cores);
        Assert.That(enso.Error, Is.Empty);
        Assert.That(WithoutTimes(enso.Output), Is.EqualTo(WithoutTimes(host.Output)));
        Assert.That(host.Output, Does.Contain("kept").And.Not.Contain("BROKEN").And.Contain($"{cores} core"));

        static string WithoutTimes(string output) => Regex.Replace(output, " +[0-9]+ ns", " # ns");
    }

    [Test]
    public async Task Nothing_but_the_programs_own_output_is_on_the_console()
    {
        ProgramUnderTest program = await ProgramUnderTest.BuildAsync("samples/hello");
        Assert.That(await program.RunOnEnsoAsync(), Is.EqualTo(new ProgramResult(0, "Hello, world.\n", "")));
    }

    [TestCase("")]
    [TestCase("one\ntwo\n\nlast, without an end")]
    [TestCase("größer ✓\r\n\x10\x04\x10\x10\x03\n")]
    public async Task Standard_input_comes_by_lines_and_ends(string input)
    {
        ProgramUnderTest program = await ProgramUnderTest.BuildAsync("Enso.Tests/Programs/Input");
        await program.With([], [], Encoding.UTF8.GetBytes(input)).CompareAsync();
    }

    [Test]
    public async Task Every_byte_of_standard_input_arrives_however_many_there_are()
    {
        byte[] input = new byte[100_000];
        new Random(7).NextBytes(input);
        ProgramUnderTest program = await ProgramUnderTest.BuildAsync("Enso.Tests/Programs/Input");
        await program.With(["bytes"], [], input).CompareAsync();
    }

    [Test]
    public async Task An_exception_that_nobody_handles_is_reported_and_is_status_134()
    {
        ProgramUnderTest program = await ProgramUnderTest.BuildAsync("Enso.Tests/Programs/Unhandled");
        await program.CompareAsync();
        ProgramResult result = await program.RunOnEnsoAsync();
        Assert.That(result.Status, Is.EqualTo(134));
        Assert.That(result.Error, Does.Contain("Unhandled exception. System.InvalidOperationException: nobody catches this"));
        Assert.That(result.Error, Does.Match(@"at Program\.<Main>\$\(String\[\] args\) in .*Program\.cs:line 7"));
    }

    [Test]
    public async Task What_Ensō_lacks_is_warned_of_and_throws()
    {
        ProgramUnderTest program = await BuildAnewAsync("Enso.Tests/Programs/Lacking");
        Assert.Multiple(async () =>
        {
            Assert.That(program.Warnings, Does.Contain("Main calls System.Diagnostics.Process.Start, which throws"));
            Assert.That(program.Warnings, Does.Contain("Main calls new System.Net.Sockets.Socket(), which throws"));
            Assert.That(program.Warnings, Does.Contain("Main calls System.Reflection.Assembly.LoadFrom, which throws"));
            Assert.That(program.Warnings, Does.Contain("Missing.Call is in the native library 'missing'"));
            Assert.That((await program.RunOnEnsoAsync()).Output, Is.EqualTo("""
                process: Win32Exception
                socket: TypeInitializationException
                assembly: PlatformNotSupportedException
                library: DllNotFoundException
                library loaded: DllNotFoundException

                """));
        });
    }

    [Test]
    public async Task A_program_that_does_not_end_runs_out_of_time()
    {
        ProgramImage image = await ImageAsync("Enso.Tests/Programs/Lacking", null);
        MachineOptions options = new()
        {
            Boot = BootPath.Direct,
            ElfPath = image.Elf,
            Append = GuestCommandLine.Write(["mark-messages"], [], ["hang"]),
        };
        using MemoryStream output = new();
        using MemoryStream error = new();
        int status = await new ProgramRun(options, TimeSpan.FromSeconds(15))
            .RunAsync(Stream.Null, output, error, CancellationToken.None);
        Assert.That(status, Is.EqualTo(ExitCodes.TimedOut));
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("hanging\n"));
    }

    [Test]
    public async Task A_program_boots_from_its_ISO_with_its_arguments([Values] Firmware firmware)
    {
        ProgramImage image = await ImageAsync(
            "samples/hello", GuestCommandLine.Write(["mark-messages"], [], ["Ada $x 'y' ✓", "two"]));
        MachineOptions options = new() { Boot = BootPath.Iso, Firmware = firmware, IsoPath = image.Iso };
        using MemoryStream output = new();
        int status = await new ProgramRun(options, TestImages.BootLimit)
            .RunAsync(Stream.Null, output, Stream.Null, CancellationToken.None);
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo("Hello, Ada $x 'y' ✓.\n"));
        Assert.That(status, Is.EqualTo(2));
    }

    [Test]
    public async Task A_second_build_finds_nothing_to_do()
    {
        ProgramImage image = await ImageAsync("samples/hello", null);
        DateTime built = File.GetLastWriteTimeUtc(image.OwnerFile);
        Assert.That(await ImageAsync("samples/hello/hello.csproj", null), Is.EqualTo(image));
        Assert.That(File.GetLastWriteTimeUtc(image.OwnerFile), Is.EqualTo(built), "each build writes this file");
    }

    private static ProgramBuilder Builder => new(RepositoryLayout.Current, new Doctor(HostProbe.ForThisMachine()));

    private static Task<ProgramImage> ImageAsync(string project, string? isoCommandLine) =>
        Builder.BuildAsync(Path.Combine(Root, project), isoCommandLine, TextWriter.Null, CancellationToken.None);

    // Warnings are told by a build, and there is none where nothing has changed.
    private static async Task<ProgramUnderTest> BuildAnewAsync(string project)
    {
        ProgramStamp.Remove(RepositoryLayout.Current, ProgramProject.Find(Path.Combine(Root, project)));
        return await ProgramUnderTest.BuildAsync(project);
    }
}
