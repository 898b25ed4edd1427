using System.Text;
using Enso.Machine.Console;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>Scan codes to bytes. A case's keys are scan codes in hexadecimal.</summary>
public sealed unsafe class KeyboardDecoderTests
{
    [TestCase("1e 9e", "a")]
    [TestCase("1e 1e 1e 9e", "aaa", TestName = "AKeyThatRepeats")]
    [TestCase("2a 1e 9e aa 1e", "Aa", TestName = "LeftShift")]
    [TestCase("36 02 b6 02", "!1", TestName = "RightShift")]
    [TestCase("2a 36 aa 1e b6 1e", "Aa", TestName = "OneOfTwoShiftsIsEnough")]
    [TestCase("29 2a 29", "`~")]
    [TestCase("2b 2a 2b", "\\|")]
    [TestCase("56 2a 56", "\\|")]
    [TestCase("0c 0d 1a 1b 27 28 33 34 35 39", "-=[];',./ ")]
    [TestCase("2a 0c 0d 1a 1b 27 28 33 34 35 39", "_+{}:\"<>? ")]
    [TestCase("3a ba 1e 02 2a 1e aa 3a ba 1e", "A1aa", TestName = "CapsLockIsForLetters")]
    [TestCase("3a 3a 3a ba 1e", "A", TestName = "CapsLockDoesNotRepeat")]
    [TestCase("1c e0 1c 9c", "\r\r")]
    [TestCase("0e 0f 01", "\u007f\t\u001b")]
    [TestCase("2a 0f", "\u001b[Z")]
    [TestCase("1d 2e ae 9d 2e", "\u0003c", TestName = "ControlC")]
    [TestCase("e0 1d 1e 2c e0 9d 1e", "\u0001\u001aa", TestName = "RightControl")]
    [TestCase("1d 2a 1e", "\u0001", TestName = "ControlShiftA")]
    [TestCase("1d 3a 1e", "\u0001", TestName = "ControlAWithCapsLock")]
    [TestCase("1d 1a 2b 1b 07 35 39", "\u001b\u001c\u001d\u001e\u001f\0")]
    [TestCase("1d 0e", "\b")]
    [TestCase("1d 1c", "\r")]
    [TestCase("38 30 b8 30", "\u001bbb", TestName = "AltB")]
    [TestCase("e0 38 30 e0 b8 30", "\u001bbb", TestName = "RightAlt")]
    [TestCase("38 0e", "\u001b\u007f")]
    [TestCase("1d 38 1e", "\u001b\u0001")]
    [TestCase("e0 48 e0 c8 e0 50 e0 4d e0 4b", "\u001b[A\u001b[B\u001b[C\u001b[D", TestName = "Arrows")]
    [TestCase("e0 47 e0 4f", "\u001b[H\u001b[F", TestName = "HomeAndEnd")]
    [TestCase("e0 52 e0 53 e0 49 e0 51", "\u001b[2~\u001b[3~\u001b[5~\u001b[6~",
        TestName = "InsertDeletePages")]
    [TestCase("1d e0 4b", "\u001b[1;5D", TestName = "ControlLeft")]
    [TestCase("2a e0 48", "\u001b[1;2A", TestName = "ShiftUp")]
    [TestCase("38 e0 4d", "\u001b[1;3C", TestName = "AltRight")]
    [TestCase("1d e0 53", "\u001b[3;5~", TestName = "ControlDelete")]
    [TestCase("e0 2a e0 48 e0 c8 e0 aa 1e", "\u001b[Aa", TestName = "FakeShiftsAreNotKeys")]
    [TestCase("2a e0 aa e0 48 e0 2a 1e", "\u001b[1;2AA", TestName = "FakeReleasesKeepTheShift")]
    [TestCase("3b 3c 3d 3e", "\u001bOP\u001bOQ\u001bOR\u001bOS", TestName = "F1ToF4")]
    [TestCase("3f 40 41 42", "\u001b[15~\u001b[17~\u001b[18~\u001b[19~", TestName = "F5ToF8")]
    [TestCase("43 44 57 58", "\u001b[20~\u001b[21~\u001b[23~\u001b[24~", TestName = "F9ToF12")]
    [TestCase("2a 3b 58", "\u001b[1;2P\u001b[24;2~", TestName = "ShiftedFunctionKeys")]
    [TestCase("1d 38 2a 58", "\u001b[24;8~", TestName = "TheLongestSequence")]
    [TestCase("47 48 49 4b 4c 4d 4f 50 51 52 53",
        "\u001b[H\u001b[A\u001b[5~\u001b[D\u001b[E\u001b[C\u001b[F\u001b[B\u001b[6~\u001b[2~\u001b[3~",
        TestName = "TheKeypadMovesWithoutNumLock")]
    [TestCase("45 c5 47 48 49 4b 4c 4d 4f 50 51 52 53 45 c5 48", "7894561230.\u001b[A",
        TestName = "TheKeypadHasDigitsWithNumLock")]
    [TestCase("2a 48 aa 45 c5 2a 48", "8\u001b[1;2A", TestName = "ShiftTurnsTheKeypadAround")]
    [TestCase("37 4a 4e e0 35", "*-+/", TestName = "KeypadOperators")]
    [TestCase("e1 1d 45 e1 9d c5 1e 48", "a\u001b[A", TestName = "PauseIsSwallowed")]
    [TestCase("e0 5b e0 db e0 5d e0 37 54 46 e0 46 1e", "a", TestName = "KeysWithoutMeaningAreSwallowed")]
    [TestCase("fa fe ee 00 ff 1e", "a", TestName = "AnswersOfTheKeyboardAreNotKeys")]
    [TestCase("e0 4a e0 4e e0 4c 1e", "a", TestName = "ExtendedCodesOfNoKey")]
    public void Keys(string keys, string expected)
    {
        Assert.That(Press(keys, out _), Is.EqualTo(expected));
    }

    [TestCase("1d 38 e0 53")]
    [TestCase("e0 1d e0 38 e0 53")]
    [TestCase("1d 38 53")]
    [TestCase("45 c5 1d 38 53")]
    [TestCase("1d 38 2a e0 53")]
    public void ControlAltDeleteHasAResultOfItsOwn(string keys)
    {
        Assert.That(Press(keys, out int last), Is.Empty);
        Assert.That(last, Is.EqualTo(KeyboardDecoder.ControlAltDelete));
    }

    [Test]
    public void NoCodesProduceMoreThanTheRoomAsked([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var decoder = default(KeyboardDecoder);
        byte* output = stackalloc byte[KeyboardDecoder.MaximumOutput + 1];
        for (int i = 0; i < 100_000; i++)
        {
            output[KeyboardDecoder.MaximumOutput] = 0x5A;
            int length = decoder.Decode((byte)random.Next(256), output);
            Assert.That(length, Is.InRange(-1, KeyboardDecoder.MaximumOutput), $"seed {seed}, code {i}");
            Assert.That(output[KeyboardDecoder.MaximumOutput], Is.EqualTo(0x5A), $"seed {seed}, code {i}");
        }
    }

    private static string Press(string keys, out int last)
    {
        var decoder = default(KeyboardDecoder);
        var text = new StringBuilder();
        byte* output = stackalloc byte[KeyboardDecoder.MaximumOutput];
        last = 0;
        foreach (string key in keys.Split(' '))
        {
            last = decoder.Decode(Convert.ToByte(key, 16), output);
            for (int i = 0; i < last; i++)
            {
                text.Append((char)output[i]);
            }
        }
        return text.ToString();
    }
}
