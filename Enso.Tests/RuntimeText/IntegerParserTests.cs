using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>The <c>strtol</c> family. A call that would set <c>errno</c> is tested through the parser
/// beneath, as there is no kernel here that keeps one.</summary>
[TestFixture]
internal sealed unsafe class IntegerParserTests
{
    private const int Rounds = 20000;

    [TestCase("42", 10, 42L, 2)]
    [TestCase(" \t\n-42x", 10, -42L, 6)]
    [TestCase("+7", 10, 7L, 2)]
    [TestCase("0x1F", 16, 31L, 4)]
    [TestCase("0X1f", 0, 31L, 4)]
    [TestCase("0x", 16, 0L, 1)]
    [TestCase("0xg", 0, 0L, 1)]
    [TestCase("017", 0, 15L, 3)]
    [TestCase("08", 0, 0L, 1)]
    [TestCase("zZ", 36, 1295L, 2)]
    [TestCase("102", 2, 2L, 2)]
    [TestCase("", 10, 0L, 0)]
    [TestCase("  -", 10, 0L, 0)]
    [TestCase("--1", 10, 0L, 0)]
    [TestCase("9223372036854775807", 10, long.MaxValue, 19)]
    [TestCase("-9223372036854775808", 10, long.MinValue, 20)]
    public void SignedNumberEndsWhereItsDigitsEnd(string value, int radix, long expected, int consumed)
    {
        using NativeText text = new(value);
        byte* end;
        byte* otherEnd;
        Assert.That(IntegerParser.ToInt64(text.Pointer, &end, radix), Is.EqualTo(expected));
        Assert.That(IntegerParser.ToLongLong(text.Pointer, &otherEnd, radix), Is.EqualTo(expected));
        Assert.That(IntegerParser.ToInt64(text.Pointer, null, radix), Is.EqualTo(expected));
        Assert.That(end - text.Pointer, Is.EqualTo(consumed));
        Assert.That(otherEnd == end);
    }

    [TestCase("18446744073709551615", ulong.MaxValue)]
    [TestCase("-1", ulong.MaxValue)]
    [TestCase("-18446744073709551615", 1ul)]
    public void UnsignedNumberTakesAMinusSignModulo(string value, ulong expected)
    {
        using NativeText text = new(value);
        Assert.That(IntegerParser.ToUInt64(text.Pointer, null, 10), Is.EqualTo(expected));
        Assert.That(IntegerParser.ToUnsignedLongLong(text.Pointer, null, 10), Is.EqualTo(expected));
    }

    [TestCase("18446744073709551616")]
    [TestCase("-18446744073709551616")]
    [TestCase("99999999999999999999999999999999")]
    public void NumberBeyondTheBoundsBecomesTheBound(string value)
    {
        using NativeText text = new(value);
        ParsedInteger parsed = IntegerParser.Parse(text.Pointer, long.MaxValue, 10);
        Assert.Multiple(() =>
        {
            Assert.That(parsed.Overflow);
            Assert.That(parsed.OverflowsSigned);
            Assert.That(parsed.Unsigned, Is.EqualTo(ulong.MaxValue));
            Assert.That(parsed.Signed, Is.EqualTo(value[0] == '-' ? long.MinValue : long.MaxValue));
            Assert.That(parsed.Consumed, Is.EqualTo(value.Length), "every digit is read nevertheless");
        });
    }

    [TestCase("123", 123)]
    [TestCase(" -5 apples", -5)]
    [TestCase("apples", 0)]
    public void ShortFormReadsDecimal(string value, int expected)
    {
        using NativeText text = new(value);
        Assert.That(IntegerParser.ToInt(text.Pointer), Is.EqualTo(expected));
        Assert.That(IntegerParser.ToLong(text.Pointer), Is.EqualTo(expected));
    }

    [Test]
    public void RandomTextReadsAsTheHostLibraryReadsIt()
    {
        HostLibrary.Require();
        Random random = Replay.Start();
        int[] radixes = [0, 2, 8, 10, 16, 36];
        for (int round = 0; round < Rounds; round++)
        {
            string value = new(random.GetItems(" +-00123789xXfFz.".AsSpan(), random.Next(26)));
            int radix = radixes[random.Next(radixes.Length)];
            using NativeText text = new(value);
            ParsedInteger parsed = IntegerParser.Parse(text.Pointer, long.MaxValue, (uint)radix);
            byte* end;
            long signed = HostLibrary.ToInt64(text.Pointer, &end, radix);
            ulong unsigned = HostLibrary.ToUInt64(text.Pointer, &end, radix);
            Assert.That(parsed.Signed, Is.EqualTo(signed), $"'{value}' in {radix}");
            Assert.That(parsed.Unsigned, Is.EqualTo(unsigned), $"'{value}' in {radix}");
            Assert.That(parsed.Consumed, Is.EqualTo(end - text.Pointer), $"'{value}' in {radix}");
        }
    }
}
