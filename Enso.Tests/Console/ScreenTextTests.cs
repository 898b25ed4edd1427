using Enso.Machine.Console;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>Text and control characters.</summary>
public sealed class ScreenTextTests : ScreenFixture
{
    [SetUp]
    public void Attach() => AttachVgaText();

    [Test]
    public void TextGoesRightFromTheTopLeft()
    {
        Write("Ensō");
        Assert.That(Row(0), Is.EqualTo("Ensō"));
        Assert.That((ScreenTerminal.Column, ScreenTerminal.Row), Is.EqualTo((4, 0)));
    }

    [Test]
    public void ALineFeedBeginsANewLine()
    {
        Write("one\ntwo\r\nthree");
        Assert.That((Row(0), Row(1), Row(2)), Is.EqualTo(("one", "two", "three")));
    }

    [Test]
    public void BackspaceMovesAndDoesNotErase()
    {
        Write("abc\b\bX\b\b\b\b\bY");
        Assert.That(Row(0), Is.EqualTo("YXc"));
    }

    [Test]
    public void TabsStopEveryEightColumnsAndAtTheLast()
    {
        Write("\ta\tb");
        Assert.That(Row(0), Is.EqualTo("        a       b"));
        Write("\u001b[1;79H\t\t");
        Assert.That((ScreenTerminal.Column, ScreenTerminal.Row), Is.EqualTo((79, 0)));
    }

    [Test]
    public void TheLastColumnWrapsOnlyWhenTheNextCharacterComes()
    {
        Write(new string('x', 80));
        Assert.That((ScreenTerminal.Column, ScreenTerminal.Row), Is.EqualTo((79, 0)));
        Write("y");
        Assert.That(Row(1), Is.EqualTo("y"));
    }

    [Test]
    public void AFullLineAndItsLineFeedTakeOneLine()
    {
        Write(new string('x', 80) + "\nnext");
        Assert.That(Row(1), Is.EqualTo("next"));
    }

    [Test]
    public void ACarriageReturnCancelsThePendingWrap()
    {
        Write(new string('x', 80) + "\ry");
        Assert.That(Row(0), Does.StartWith("yx"));
        Assert.That(Row(1), Is.Empty);
    }

    [Test]
    public void TheScreenScrollsAtItsBottom()
    {
        for (int i = 0; i < 30; i++)
        {
            Write($"line {i}\n");
        }
        Assert.That(Row(0), Is.EqualTo("line 6"));
        Assert.That(Row(23), Is.EqualTo("line 29"));
        Assert.That(Row(24), Is.Empty);
    }

    [Test]
    public void ACharacterMayBeSplitBetweenWrites()
    {
        Write(0xE2, 0x94);
        Write(0x80);
        Assert.That(Row(0), Is.EqualTo("─"));
    }

    [TestCase(new byte[] { 0x80 }, "\uFFFD", TestName = "AStrayContinuationIsOneReplacement")]
    [TestCase(new byte[] { 0xC0, 0xAF }, "\uFFFD\uFFFD", TestName = "AnOverlongFormIsReplaced")]
    [TestCase(new byte[] { 0xE0, 0x80, 0x80 }, "\uFFFD", TestName = "AnOverlongFormOfThreeIsReplaced")]
    [TestCase(new byte[] { 0xED, 0xA0, 0x80 }, "\uFFFD", TestName = "ASurrogateIsReplaced")]
    [TestCase(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, "\uFFFD", TestName = "AValueAboveUnicodeIsReplaced")]
    [TestCase(new byte[] { 0xE2, 0x94, 0x41 }, "\uFFFDA", TestName = "AnInterruptedOneKeepsWhatFollows")]
    [TestCase(new byte[] { 0xE2, 0x0A, 0x41 }, "\uFFFD", TestName = "AControlInterruptsACharacter")]
    [TestCase(new byte[] { 0xF0, 0x9F, 0x98, 0x80 }, "\U0001F600", TestName = "FourBytesAreOneCharacter")]
    public void Decodes(byte[] bytes, string expected)
    {
        Write(bytes);
        Assert.That(Row(0), Is.EqualTo(expected));
    }

    [Test]
    public void CharactersWithoutWidthTakeNoCell()
    {
        Write("e\u0301\u200Bx\u007F\uFE0Fy\a");
        Assert.That(Row(0), Is.EqualTo("exy"));
    }

    [Test]
    public void ClearBlanksAndHomes()
    {
        Write("a\nb\u001b[41mc");
        Screen.Clear();
        Assert.That((Row(0), Row(1)), Is.EqualTo((string.Empty, string.Empty)));
        Assert.That((ScreenTerminal.Column, ScreenTerminal.Row), Is.EqualTo((0, 0)));
    }

    [Test]
    public void WithNothingAttachedWritingIsHarmless()
    {
        Screen.Detach();
        Write("lost");
        Screen.Clear();
        Screen.ResetForPanic();
        Assert.That((Screen.Kind, Screen.Columns, Screen.Rows), Is.EqualTo((ScreenKind.None, 0, 0)));
    }

    [Test]
    public void RandomBytesNeverLeadOutsideTheScreen([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        const string Likely = "\u001b\u001b[[;;0123456789ABCDHJKmsuhl?]\\\n\r\t\b\u0007 x─";
        byte[] likely = System.Text.Encoding.UTF8.GetBytes(Likely);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[100];
            for (int j = 0; j < bytes.Length; j++)
            {
                bytes[j] = random.Next(4) == 0 ? (byte)random.Next(256) : likely[random.Next(likely.Length)];
            }
            Write(bytes);
            Assert.That(ScreenTerminal.Column, Is.InRange(0, 79), $"seed {seed}, write {i}");
            Assert.That(ScreenTerminal.Row, Is.InRange(0, 24), $"seed {seed}, write {i}");
        }
    }
}
