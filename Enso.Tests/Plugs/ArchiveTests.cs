using System.Diagnostics;
using Enso.Build.Elf;
using Enso.Build.Plugs;

namespace Enso.Tests.Plugs;

/// <summary>Reading what archives define and ask for.</summary>
[TestFixture]
public sealed class ArchiveTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("enso-archive-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Members_with_short_and_long_names_are_read()
    {
        Assemble("a", ".global first\nfirst: call second\n call third\n");
        Assemble("a_name_that_does_not_fit_its_field", ".global second\nsecond: ret\n");
        Run("ar", "rcs", "both.a", "a.o", "a_name_that_does_not_fit_its_field.o");
        ObjectSymbols symbols = ObjectSymbols.Load(Path.Combine(_folder, "both.a"));
        Assert.That(symbols.Defined, Is.EquivalentTo(new[] { "first", "second" }));
        Assert.That(symbols.Undefined, Is.EquivalentTo(new[] { "third" }));
        Assert.That(symbols.Called, Is.EquivalentTo(new[] { "third" }));
    }

    [Test]
    public void A_symbol_that_is_named_and_not_referred_to_is_not_called()
    {
        Assemble("a", ".global named\n.type named, @function\n.global data\n.data\ndata: .quad used\n");
        ObjectSymbols symbols = ObjectSymbols.Load(Path.Combine(_folder, "a.o"));
        Assert.That(symbols.Undefined, Is.EquivalentTo(new[] { "named", "used" }));
        Assert.That(symbols.Called, Is.EquivalentTo(new[] { "used" }));
    }

    [Test]
    public void A_truncated_archive_is_named()
    {
        Assemble("a", ".global first\nfirst: ret\n");
        Run("ar", "rcs", "cut.a", "a.o");
        string path = Path.Combine(_folder, "cut.a");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        ElfFormatException? e = Assert.Throws<ElfFormatException>(() => Archive.Load(path));
        Assert.That(e!.Message, Does.StartWith(path).And.Contain("damaged"));
    }

    private void Assemble(string name, string source)
    {
        File.WriteAllText(Path.Combine(_folder, $"{name}.s"), source);
        Run("as", "-o", $"{name}.o", $"{name}.s");
    }

    private void Run(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { WorkingDirectory = _folder })!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, tool);
    }
}
