using Enso.Machine.Console;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>Escapes and control sequences.</summary>
public sealed class ScreenSequenceTests : ScreenFixture
{
    [SetUp]
    public void Attach() => AttachVgaText();

    [TestCase("[5;10H", 9, 4)]
    [TestCase("[5;10f", 9, 4)]
    [TestCase("[H", 0, 0)]
    [TestCase("[;7H", 6, 0)]
    [TestCase("[0;0H", 0, 0)]
    [TestCase("[99;999H", 79, 24)]
    [TestCase("[999999999999H", 0, 24)]
    [TestCase("[11;11H\u001b[A", 10, 9)]
    [TestCase("[11;11H\u001b[3A", 10, 7)]
    [TestCase("[11;11H\u001b[99A", 10, 0)]
    [TestCase("[11;11H\u001b[2B", 10, 12)]
    [TestCase("[11;11H\u001b[99B", 10, 24)]
    [TestCase("[11;11H\u001b[C", 11, 10)]
    [TestCase("[11;11H\u001b[0C", 11, 10)]
    [TestCase("[11;11H\u001b[5D", 5, 10)]
    [TestCase("[11;11H\u001b[99D", 0, 10)]
    [TestCase("[11;11H\u001b[G", 0, 10)]
    [TestCase("[11;11H\u001b[40G", 39, 10)]
    [TestCase("[11;11H\u001b[3d", 10, 2)]
    [TestCase("[11;11H\u001b[2E", 0, 12)]
    [TestCase("[11;11H\u001b[2F", 0, 8)]
    public void TheCursorMoves(string sequence, int column, int row)
    {
        Write("\u001b" + sequence);
        Assert.That((ScreenTerminal.Column, ScreenTerminal.Row), Is.EqualTo((column, row)));
    }

    [TestCase("[s", "[u")]
    [TestCase("7", "8")]
    public void TheCursorAndPenAreSavedAndRestored(string save, string restore)
    {
        Write($"\u001b[31m\u001b[3;4H\u001b{save}\u001b[0m\u001b[20;20H\u001b{restore}x");
        Assert.That(Screen.CellAt(3, 2).CodePoint, Is.EqualTo('x'));
        Assert.That(Screen.CellAt(3, 2).Foreground, Is.EqualTo(1));
    }

    [TestCase("[K", "abc")]
    [TestCase("[0K", "abc")]
    [TestCase("[1K", "    efg")]
    [TestCase("[2K", "")]
    public void ALineIsErased(string sequence, string left)
    {
        Write("abcdefg\u001b[4G\u001b" + sequence);
        Assert.That(Row(0), Is.EqualTo(left));
        Assert.That(ScreenTerminal.Column, Is.EqualTo(3));
    }

    [TestCase("[J", "one", "t", "")]
    [TestCase("[1J", "", "  o", "three")]
    [TestCase("[2J", "", "", "")]
    [TestCase("[9J", "one", "two", "three")]
    public void TheDisplayIsErased(string sequence, string first, string second, string third)
    {
        Write("one\ntwo\nthree\u001b[2;2H\u001b" + sequence);
        Assert.That((Row(0), Row(1), Row(2)), Is.EqualTo((first, second, third)));
    }

    [Test]
    public void ErasingAfterAFullLineErasesItsLastColumn()
    {
        Write(new string('x', 80) + "\u001b[K");
        Assert.That(Row(0), Is.EqualTo(new string('x', 79)));
    }

    [TestCase("[31m", 1, 0)]
    [TestCase("[1;31m", 9, 0)]
    [TestCase("[1m", 15, 0)]
    [TestCase("[1;31;22m", 1, 0)]
    [TestCase("[2m", 8, 0)]
    [TestCase("[97;104m", 15, 12)]
    [TestCase("[90m", 8, 0)]
    [TestCase("[34;43m", 4, 3)]
    [TestCase("[34;43;39;49m", 7, 0)]
    [TestCase("[34;43;7m", 3, 4)]
    [TestCase("[34;43;7;27m", 4, 3)]
    [TestCase("[34;43m\u001b[m", 7, 0)]
    [TestCase("[34;43;0m", 7, 0)]
    [TestCase("[4;3;9;31m", 1, 0)]
    [TestCase("[38;5;12m", 12, 0)]
    [TestCase("[48;5;196m", 7, 9)]
    [TestCase("[38;5;231m", 15, 0)]
    [TestCase("[38;5;16m", 0, 0)]
    [TestCase("[38;5;244m", 7, 0)]
    [TestCase("[38;5;240m", 8, 0)]
    [TestCase("[48;5;232m", 7, 0)]
    [TestCase("[38;5;22m", 2, 0)]
    [TestCase("[38;5;208m", 11, 0)]
    [TestCase("[38;5;999m", 15, 0)]
    [TestCase("[38;2;255;80;80;44m", 9, 4)]
    [TestCase("[38:5:10m", 10, 0)]
    [TestCase("[38m", 7, 0)]
    public void ThePenHasColours(string sequence, int foreground, int background)
    {
        Write("\u001b" + sequence + "x");
        ScreenCell cell = Screen.CellAt(0, 0);
        Assert.That((cell.Foreground, cell.Background), Is.EqualTo(((uint)foreground, (uint)background)));
    }

    [Test]
    public void ErasedCellsHaveThePensBackground()
    {
        Write("\u001b[44m\u001b[2J");
        Assert.That(Screen.CellAt(79, 24), Is.EqualTo(new ScreenCell(' ', 7, 4)));
    }

    [Test]
    public void BlanksThatLookTheSameAreEqual()
    {
        Write("\u001b[31m \u001b[32m ");
        Assert.That(Screen.CellAt(0, 0), Is.EqualTo(Screen.CellAt(1, 0)));
    }

    [TestCase("\u001b]133;A\a")]
    [TestCase("\u001b]133;D;0\u001b\\")]
    [TestCase("\u001b]0;a title ō\a")]
    [TestCase("\u001bP1$r0m\u001b\\")]
    [TestCase("\u001b_application\u001b\\")]
    [TestCase("\u001b^private\u001b\\")]
    [TestCase("\u001b[6n")]
    [TestCase("\u001b[?1049h")]
    [TestCase("\u001b[?2004l")]
    [TestCase("\u001b[>c")]
    [TestCase("\u001b[!p")]
    [TestCase("\u001b[1 q")]
    [TestCase("\u001b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20z")]
    [TestCase("\u001b(B")]
    [TestCase("\u001b#8")]
    [TestCase("\u001b=")]
    [TestCase("\u001b[12\u0018")]
    [TestCase("\u001b[12\u001a")]
    public void WhatIsNotUnderstoodLeavesNoTrace(string sequence)
    {
        Write("a" + sequence + "b");
        Assert.That(Row(0), Is.EqualTo("ab"));
        Assert.That(Screen.CellAt(1, 0), Is.EqualTo(new ScreenCell('b', 7, 0)));
    }

    [Test]
    public void ASequenceMayBeSplitBetweenWrites()
    {
        foreach (char value in "\u001b[1;31mx\u001b]133;A\u001b\\y")
        {
            Write((byte)value);
        }
        Assert.That(Row(0), Is.EqualTo("xy"));
        Assert.That(Screen.CellAt(0, 0).Foreground, Is.EqualTo(9));
    }

    [Test]
    public void AControlInsideASequenceIsCarriedOut()
    {
        Write("\u001b[3\n1mx");
        Assert.That(Screen.CellAt(0, 1), Is.EqualTo(new ScreenCell('x', 1, 0)));
    }

    [Test]
    public void AnEscapeCutsOffAnUnfinishedString()
    {
        Write("\u001b]133;A\u001b[31mx");
        Assert.That(Screen.CellAt(0, 0), Is.EqualTo(new ScreenCell('x', 1, 0)));
    }

    [Test]
    public void AStringThatNeverEndsDoesNotSilenceTheScreen()
    {
        Write("\u001b]" + new string('z', AnsiParser.MaximumString) + "back");
        Assert.That(Row(0), Is.EqualTo("back"));
    }

    [Test]
    public void TheCursorIsHiddenAndShown()
    {
        Write("\u001b[?25l");
        Assert.That(ScreenTerminal.IsCursorVisible, Is.False);
        Write("\u001b[?7;25h");
        Assert.That(ScreenTerminal.IsCursorVisible, Is.True);
    }

    [Test]
    public void APanicWritesWhiteOnRedWhateverCameBefore()
    {
        Write("before\u001b[32;44m\u001b]half a title");
        Screen.ResetForPanic();
        Write("panic\u001b[0m!\u001b[36;40m?\u001b[39;49m.");
        Assert.That((Row(0), Row(1)), Is.EqualTo(("before", "panic!?.")));
        Assert.That(Screen.CellAt(0, 1), Is.EqualTo(new ScreenCell('p', 15, 1)));
        Assert.That(Screen.CellAt(5, 1), Is.EqualTo(new ScreenCell('!', 15, 1)));
        Assert.That(Screen.CellAt(7, 1), Is.EqualTo(new ScreenCell('.', 15, 1)));
    }
}
