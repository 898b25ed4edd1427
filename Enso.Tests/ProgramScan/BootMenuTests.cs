using Enso.Build.Iso;

namespace Enso.Tests.ProgramScan;

/// <summary>The ISO's boot menu holds the kernel's command line as GRUB reads it.</summary>
[TestFixture]
public sealed class BootMenuTests
{
    [TestCase("", "multiboot2 /enso.elf;")]
    [TestCase("quiet A=1 -- a%20b", "multiboot2 /enso.elf quiet A=1 -- a%20b;")]
    [TestCase("x=$y 'z' {w}", "multiboot2 /enso.elf 'x=$y' ''\\''z'\\''' '{w}';")]
    public void Words_are_quoted_where_the_loader_would_read_them_as_its_own(string line, string expected)
        => Assert.That(BootMenu.Write("multiboot2 /enso.elf COMMAND-LINE;", line), Is.EqualTo(expected));
}
