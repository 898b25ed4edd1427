using Enso.Build.Elf;
using Enso.Build.Symbols;
using NUnit.Framework;

namespace Enso.Tests.Symbols;

[TestFixture]
internal sealed class ElfFileTests
{
    [Test]
    public void Sections_segments_and_symbols_of_a_linked_image_are_read()
    {
        ElfFile elf = AssembledImage.Make(
            ".text\n.global one\n.type one, @function\none: ret\n.size one, . - one\n");

        Assert.That(elf.FindSection(".text")!.Address, Is.EqualTo(0x200000));
        Assert.That(elf.FindSection(".text")!.IsCode);
        Assert.That(elf.Content(".text").ToArray()[0], Is.EqualTo(0xC3));
        Assert.That(elf.Segments.Any(s => s.Type == ElfSegment.TypeLoad));
        ElfSymbol one = elf.Symbols.Single(s => s.Name == "one");
        Assert.That((one.Value, one.Size, one.Type, one.IsLocal), Is.EqualTo((0x200000ul, 1ul, 2, false)));
    }

    [Test]
    public void Bytes_that_are_no_image_are_refused_with_the_reason()
    {
        Assert.That(() => ElfFile.Parse([]),
            Throws.TypeOf<ElfFormatException>().With.Message.Contains("not an ELF"));
        byte[] narrow = new byte[64];
        "\u007fELF"u8.CopyTo(narrow);
        narrow[4] = 1;
        narrow[5] = 1;
        Assert.That(() => ElfFile.Parse(narrow),
            Throws.TypeOf<ElfFormatException>().With.Message.Contains("32-bit"));
        narrow[4] = 2;
        narrow[5] = 2;
        Assert.That(() => ElfFile.Parse(narrow),
            Throws.TypeOf<ElfFormatException>().With.Message.Contains("big-endian"));
    }

    [Test]
    public void A_header_that_points_outside_the_file_is_refused()
    {
        byte[] header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        header[4] = 2;
        header[5] = 1;
        header[40] = 0xFF;
        header[41] = 0xFF;
        header[58] = 64;
        header[60] = 3;
        Assert.That(() => ElfFile.Parse(header),
            Throws.TypeOf<ElfFormatException>().With.Message.Contains("truncated"));
    }

    [Test]
    public void The_verb_fails_on_a_file_that_is_not_there()
    {
        TextWriter before = System.Console.Error;
        using StringWriter errors = new();
        System.Console.SetError(errors);
        try
        {
            string missing = Path.Combine(Path.GetTempPath(), "enso-no-such-image.elf");
            Assert.That(SymbolTableBuilder.Run(missing, missing + ".out", "/"), Is.EqualTo(1));
        }
        finally
        {
            System.Console.SetError(before);
        }
        Assert.That(errors.ToString(), Does.StartWith("symbols: "));
    }
}
