using System.Runtime.InteropServices;
using Enso.Build.Fonts;
using Enso.Machine.Console;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>The font that the build makes, read as the kernel reads it.</summary>
[NonParallelizable]
public sealed unsafe class FontTests
{
    private void* _font;
    private Pf2Font _source = null!;

    [OneTimeSetUp]
    public void Load()
    {
        _source = Pf2Font.Parse(File.ReadAllBytes(Pf2Tests.InstalledFont));
        byte[] blob = FontBuilder.Build(_source);
        _font = NativeMemory.Alloc((nuint)blob.Length);
        blob.CopyTo(new Span<byte>(_font, blob.Length));
    }

    [SetUp]
    public void Use() => Assert.That(Font.Initialize((byte*)_font), Is.True);

    [OneTimeTearDown]
    public void Unload()
    {
        Font.Initialize(null);
        NativeMemory.Free(_font);
    }

    [Test]
    public void AGlyphHasThePixelsOfTheSource()
    {
        string[] expected =
        [
            "........", "........", "........", "........",
            "...##...", "..#..#..", "..#..#..", ".#....#.", ".#....#.", ".######.",
            ".#....#.", ".#....#.", ".#....#.", ".#....#.",
            "........", "........",
        ];
        Assert.That(Draw('A'), Is.EqualTo(expected));
    }

    [Test]
    public void EveryNarrowCharacterOfTheSubsetIsFoundAndNothingElse()
    {
        byte* replacement = Font.Glyph(FontSubset.Replacement);
        var inSubset = new HashSet<int>();
        foreach ((int first, int last) in FontSubset.Ranges)
        {
            inSubset.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        for (int codePoint = 0; codePoint < 0x3000; codePoint++)
        {
            bool isExpected = inSubset.Contains(codePoint)
                && (_source.Find(codePoint)?.Advance == 8 || FontSubset.StandIns.ContainsKey(codePoint));
            bool isFound = Font.Glyph((uint)codePoint) != replacement;
            Assert.That(isFound, Is.EqualTo(isExpected), $"U+{codePoint:X4}");
        }
        Assert.That(Font.Glyph(0x10FFFF) == replacement, Is.True);
        Assert.That(Font.Glyph(uint.MaxValue) == replacement, Is.True);
    }

    [Test]
    public void LineDrawingReachesTheEdgesOfTheCell()
    {
        Assert.That(Draw('│'), Has.All.Contains("#"));
        Assert.That(Draw('─'), Has.One.EqualTo("########"));
        Assert.That(Draw('█'), Has.All.EqualTo("########"));
        Assert.That(Draw(' '), Has.All.EqualTo("........"));
    }

    [Test]
    public void CheckMarksHaveStandIns()
    {
        Assert.That(Draw('✓'), Is.EqualTo(Draw('√')));
        Assert.That(Draw('✗'), Is.EqualTo(Draw('×')));
    }

    [Test]
    public void WithoutAFontEveryCharacterIsABox()
    {
        byte* nonsense = stackalloc byte[64];
        new Span<byte>(nonsense, 64).Fill(0x5A);
        Assert.That(Font.Initialize(nonsense), Is.False);
        Assert.That(Font.Initialize(null), Is.False);
        Assert.That(Draw('A')[3], Is.EqualTo(".######."));
        Assert.That(Draw('A'), Is.EqualTo(Draw('漢')));
    }

    private static string[] Draw(uint codePoint)
    {
        byte* glyph = Font.Glyph(codePoint);
        string[] lines = new string[16];
        for (int y = 0; y < lines.Length; y++)
        {
            lines[y] = Convert.ToString(glyph[y], 2).PadLeft(8, '0').Replace('0', '.').Replace('1', '#');
        }
        return lines;
    }
}
