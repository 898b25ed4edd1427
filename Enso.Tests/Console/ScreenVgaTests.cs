using System.Runtime.InteropServices;
using Enso.Machine.Console;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>What reaches VGA text memory.</summary>
public sealed unsafe class ScreenVgaTests : ScreenFixture
{
    [SetUp]
    public void Attach() => AttachVgaText();

    [Test]
    public void AttachingPaintsEveryCell()
    {
        var cells = new ReadOnlySpan<ushort>(Memory, 80 * 25);
        Assert.That(cells.ContainsAnyExcept((ushort)0x0720), Is.False);
        Assert.That((Screen.Kind, Screen.Columns, Screen.Rows), Is.EqualTo((ScreenKind.VgaText, 80, 25)));
    }

    [TestCase("A", 0x0741)]
    [TestCase("\u001b[31mA", 0x0441)]
    [TestCase("\u001b[34mA", 0x0141)]
    [TestCase("\u001b[93;46mA", 0x3E41)]
    [TestCase("─", 0x07C4)]
    [TestCase("é", 0x0782)]
    [TestCase("█", 0x07DB)]
    [TestCase("→", 0x071A)]
    [TestCase("☺", 0x0701)]
    [TestCase("\u00A0", 0x07FF)]
    [TestCase("ō", 0x076F)]
    [TestCase("Š", 0x0753)]
    [TestCase("μ", 0x07E6)]
    [TestCase("╭", 0x07DA)]
    [TestCase("—", 0x072D)]
    [TestCase("✓", 0x07FB)]
    [TestCase("漢", 0x073F)]
    [TestCase("Ж", 0x073F)]
    public void ACharacterHasItsByteAndAttribute(string text, int expected)
    {
        Write(text);
        Assert.That(*(ushort*)Memory, Is.EqualTo((ushort)expected));
    }

    [Test]
    public void EveryPrintableCharacterOfTheCodePageHasItsOwnByte()
    {
        var bytes = new HashSet<byte>();
        const string Upper =
            "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
            + "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";
        Assert.That(Upper, Has.Length.EqualTo(128));
        for (int i = 0; i < Upper.Length; i++)
        {
            Assert.That(ScreenCodePage.FromUnicode(Upper[i]), Is.EqualTo(0x80 + i), Upper[i].ToString());
        }
        for (char value = ' '; value <= '~'; value++)
        {
            bytes.Add(ScreenCodePage.FromUnicode(value));
        }
        Assert.That(bytes, Has.Count.EqualTo(95));
    }

    [Test]
    public void LatinLettersAndLineDrawingAlwaysShowAsSomething()
    {
        var unknown = new List<string>();
        for (int value = 0xA1; value < 0x17F; value++)
        {
            Check(value);
        }
        for (int value = 0x2500; value <= 0x250B; value++)
        {
            Check(value);
        }
        Assert.That(unknown, Is.Empty);

        void Check(int value)
        {
            // Nothing stands for three quarters.
            if (value != 0xBE && ScreenCodePage.FromUnicode((uint)value) == '?')
            {
                unknown.Add($"U+{value:X4} {(char)value}");
            }
        }
    }

    [Test]
    public void OnlyCellsThatChangedArePainted()
    {
        Write("abc\nabd\n");
        NativeMemory.Fill(Memory, 80 * 25 * 2, 0xCC);
        Write("\u001b[Habc\nabx\n");
        Assert.That(Count(), Is.EqualTo(1));
        Assert.That(((ushort*)Memory)[82], Is.EqualTo(0x0778));
    }

    [Test]
    public void ScrollingPaintsOnlyTheDifference()
    {
        for (int i = 0; i < 24; i++)
        {
            Write($"same {i % 10}\n");
        }
        NativeMemory.Fill(Memory, 80 * 25 * 2, 0xCC);
        Write("same 4\n");
        // A digit in each of 24 rows, and the rest of the row that was blank stays blank: it scrolled.
        Assert.That(Count(), Is.LessThan(40));
    }

    [Test]
    public void AttachedAtAnotherAddressItKeepsItsContents()
    {
        Write("kept\u001b[31m");
        byte[] other = new byte[80 * 25 * 2];
        fixed (byte* memory = other)
        {
            Screen.AttachVgaText(memory, isHardware: false);
            Write("!");
            Assert.That(((ushort*)memory)[3], Is.EqualTo(0x0774));
            Assert.That(((ushort*)memory)[4], Is.EqualTo(0x0421));
            Screen.Detach();
        }
    }

    private int Count()
    {
        int painted = 0;
        foreach (ushort cell in new ReadOnlySpan<ushort>(Memory, 80 * 25))
        {
            painted += cell != 0xCCCC ? 1 : 0;
        }
        return painted;
    }
}
