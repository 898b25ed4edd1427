using System.Buffers.Binary;
using System.Text;
using Enso.Build.Fonts;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>The reader of GRUB's font format and the font builder, against the installed font and broken
/// ones.</summary>
public sealed class Pf2Tests
{
    /// <summary>Where grub-common puts the font that the image's is made from.</summary>
    public const string InstalledFont = "/usr/share/grub/unicode.pf2";

    [Test]
    public void TheInstalledFontIsUnifontAtSixteenLines()
    {
        Assert.That(InstalledFont, Does.Exist, "package grub-common is not installed");
        Pf2Font font = Pf2Font.Parse(File.ReadAllBytes(InstalledFont));
        Assert.That(font.Ascent + font.Descent, Is.EqualTo(16));
        Assert.That(font.Count, Is.GreaterThan(10_000));
        Pf2Glyph letter = font.Find('A')!;
        Assert.That((letter.Advance, letter.Width, letter.Height), Is.EqualTo((8, 6, 10)));
        Assert.That(font.Find(0x10FFFF), Is.Null);
    }

    [Test]
    public void AGlyphIsReadBitByBit()
    {
        Pf2Font font = Pf2Font.Parse(Make());
        Pf2Glyph glyph = font.Find('A')!;
        Assert.That(
            (glyph.Width, glyph.Height, glyph.OffsetX, glyph.OffsetY, glyph.Advance),
            Is.EqualTo((3, 2, 1, -1, 8)));
        bool[] pixels = [.. Enumerable.Range(0, 6).Select(i => glyph.IsSet(i % 3, i / 3))];
        Assert.That(pixels, Is.EqualTo((bool[])[true, false, true, false, true, false]));
    }

    [Test]
    public void EmptyAndForeignFilesAreRefused()
    {
        Assert.That(() => Pf2Font.Parse([]), Refuses("it has no FILE section"));
        Assert.That(() => Pf2Font.Parse([1, 2, 3]), Refuses("it ends inside the FILE section"));
        Assert.That(() => Pf2Font.Parse("\u007fELF not a font"u8.ToArray()), Refuses("does not begin with"));
        byte[] wrong = Make();
        wrong[11] = (byte)'3';
        Assert.That(() => Pf2Font.Parse(wrong), Refuses("does not say PFF2"));
    }

    [Test]
    public void AFileCutOffAnywhereIsRefusedAndNeverMisread()
    {
        byte[] whole = Make();
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.That(
                () => Pf2Font.Parse(cut).Find('A'), Throws.TypeOf<InvalidDataException>(), $"{length} bytes");
        }
    }

    [Test]
    public void ACompressedGlyphIsRefused()
    {
        byte[] file = Make();
        int index = file.AsSpan().IndexOf("CHIX"u8) + 8;
        file[index + 4] = 1;
        Assert.That(() => Pf2Font.Parse(file), Refuses("U+0041 is compressed"));
    }

    [Test]
    public void AFontOfAnotherSizeOrWithoutLettersIsRefused()
    {
        Assert.That(() => FontBuilder.Build(Pf2Font.Parse(Make(ascent: 20))), Refuses("22 lines high"));
        Assert.That(() => FontBuilder.Build(Pf2Font.Parse(Make())), Refuses("the first U+0020"));
    }

    [Test]
    public void AGlyphThatDoesNotFitItsCellIsLeftOut()
    {
        var blob = new FontBlob();
        Pf2Glyph glyph = new(8, 16, 0, -2, 8, new byte[16]);
        Assert.That(blob.TryAdd('a', glyph, 14), Is.True);
        Assert.That(blob.TryAdd('b', glyph with { Advance = 16 }, 14), Is.False);
        Assert.That(blob.TryAdd('c', glyph with { OffsetX = 1 }, 14), Is.False);
        Assert.That(blob.TryAdd('d', glyph with { OffsetX = -1 }, 14), Is.False);
        Assert.That(blob.TryAdd('e', glyph with { OffsetY = -3 }, 14), Is.False);
        Assert.That(blob.TryAdd('f', glyph with { OffsetY = -1 }, 14), Is.False);
        Assert.That(blob.Count, Is.EqualTo(1));
    }

    [Test]
    public void TheBuilderWritesTheSameBlobEachTime()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string first = Path.Combine(folder, "new", "first.bin");
            string second = Path.Combine(folder, "second.bin");
            Assert.That(FontBuilder.Run(InstalledFont, first), Is.Zero);
            Assert.That(FontBuilder.Run(InstalledFont, second), Is.Zero);
            Assert.That(File.ReadAllBytes(first), Is.EqualTo(File.ReadAllBytes(second)));
            Assert.That(File.ReadAllBytes(first), Has.Length.InRange(10_000, 64_000));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void TheBuilderSaysWhatIsWrongAndLeavesNoBlob()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        TextWriter error = System.Console.Error;
        var said = new StringWriter();
        System.Console.SetError(said);
        try
        {
            string output = Path.Combine(folder, "font.bin");
            string broken = Path.Combine(folder, "broken.pf2");
            File.WriteAllText(broken, "no font");
            Assert.That(FontBuilder.Run(Path.Combine(folder, "absent.pf2"), output), Is.EqualTo(1));
            Assert.That(FontBuilder.Run(broken, output), Is.EqualTo(1));
            Assert.That(output, Does.Not.Exist);
        }
        finally
        {
            System.Console.SetError(error);
            Directory.Delete(folder, recursive: true);
        }
        Assert.That(said.ToString(), Does.Contain("grub-common").And.Contain("cannot be used as the font"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refuses(string reason) =>
        Throws.TypeOf<InvalidDataException>().With.Message.Contains(reason);

    /// <summary>A font with one glyph, <c>A</c>: three pixels by two, <c>#.#</c> over <c>.#.</c>.</summary>
    private static byte[] Make(ushort ascent = 14)
    {
        var file = new List<byte>();
        Section("FILE", "PFF2"u8.ToArray());
        Section("NAME", Encoding.ASCII.GetBytes("Test\0"));
        Section("ASCE", Number(ascent));
        Section("DESC", Number(2));
        int glyph = file.Count + 8 + 9 + 8;
        byte[] entry = new byte[9];
        BinaryPrimitives.WriteUInt32BigEndian(entry, 'A');
        BinaryPrimitives.WriteUInt32BigEndian(entry.AsSpan(5), (uint)glyph);
        Section("CHIX", entry);
        file.AddRange("DATA"u8);
        file.AddRange((byte[])[0xFF, 0xFF, 0xFF, 0xFF]);
        file.AddRange((byte[])[0, 3, 0, 2, 0, 1, 0xFF, 0xFF, 0, 8, 0b1010_1000]);
        return [.. file];

        void Section(string name, byte[] contents)
        {
            file.AddRange(Encoding.ASCII.GetBytes(name));
            byte[] length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, contents.Length);
            file.AddRange(length);
            file.AddRange(contents);
        }

        static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];
    }
}
