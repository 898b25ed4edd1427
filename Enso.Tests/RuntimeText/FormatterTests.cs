using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>The <c>printf</c> engine against a table of what C prints, and against the host's
/// library.</summary>
[TestFixture]
internal sealed unsafe class FormatterTests
{
    private const int Rounds = 40000;
    private const int Room = 512;

    [TestCase("plain", "plain")]
    [TestCase("100%%", "100%")]
    [TestCase("%d", "-5", -5)]
    [TestCase("%i|%5d|%-5d|%05d", "1|    2|3    |00004", 1, 2, 3, 4)]
    [TestCase("%+d % d %+d", "+7  7 -7", 7, 7, -7)]
    [TestCase("%.3d|%8.3d|%-8.3d|%08.3d", "005|     005|005     |     005", 5, 5, 5, 5)]
    [TestCase("%.0d|%.0d|%+.0d", "|1|+", 0, 1, 0)]
    [TestCase("%ld %lld %zd %jd %td", "-1 -2 -3 -4 -5", -1L, -2L, -3L, -4L, -5L)]
    [TestCase("%ld", "-9223372036854775808", long.MinValue)]
    [TestCase("%hhd %hd %hhu %hu", "-1 -1 255 65535", -1, -1, -1, -1)]
    [TestCase("%u %lu", "4294967295 18446744073709551615", -1, -1L)]
    [TestCase("%x %X %#x %#X %#x", "ff FF 0xff 0XFF 0", 255, 255, 255, 255, 0)]
    [TestCase("%08x|%#010x|%-#10x|", "000000ff|0x000000ff|0xff      |", 255, 255, 255)]
    [TestCase("%o %#o %#o %#.0o %#.3o", "10 010 0 0 010", 8, 8, 0, 0, 8)]
    [TestCase("%lo", "1777777777777777777777", -1L)]
    [TestCase("%p %p|%8p|%-8p|", "0x1234 (nil)|   (nil)|(nil)   |", 0x1234L, null, null, null)]
    [TestCase("%c%3c|%-3c|", "A  B|C  |", 65, 66, 67)]
    [TestCase("%s|%5s|%-5s|%.2s|%5.1s", "abc|  abc|abc  |ab|    a", "abc", "abc", "abc", "abc", "abc")]
    [TestCase("%s|%.3s|%8s", "(null)||  (null)", null, null, null)]
    [TestCase("%*d|%-*d|%*d|%.*d|%.*d", "    1|2    |3    |0004|5", 5, 1, 5, 2, -5, 3, 4, 4, -1, 5)]
    [TestCase("a%nb%d", "ab9", 0L, 9)]
    [TestCase("%y %d", "%y 1", 1)]
    [TestCase("end%", "end%")]
    public void ConversionPrintsWhatCPrints(string format, string expected, params object?[]? arguments)
        => Assert.That(Print(format, arguments ?? [null]), Is.EqualTo(expected));

    [Test]
    public void ArgumentsGoOnFromTheRegistersToTheStack()
    {
        string text = Print(
            "%d %d %d %d %d %g %g %g %g %g %g %g %g %g %d %g %s",
            1, 2, 3, 4, 5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 6, 9.5, "seven");
        Assert.That(text, Is.EqualTo("1 2 3 4 5 0.5 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 6 9.5 seven"));
    }

    [TestCase(0, "")]
    [TestCase(1, "")]
    [TestCase(6, "value")]
    [TestCase(10, "value 123")]
    [TestCase(13, "value 123456")]
    [TestCase(20, "value 123456")]
    public void BoundIsKeptAndTheWholeLengthReturned(int size, string expected)
    {
        using NativeText format = new("value %d");
        using NativeText buffer = new(size);
        using ArgumentList list = new(3, 123456);
        int length = StringPrinting.PrintBounded(buffer.Pointer, (ulong)size, format.Pointer, list.Start());
        Assert.That(length, Is.EqualTo(12));
        Assert.That(buffer.IsIntact, "nothing is written beyond the bound");
        if (size > 0)
        {
            Assert.That(buffer.ToString(), Is.EqualTo(expected));
        }
    }

    [Test]
    public void LengthIsCountedWithoutABufferAndFailsBeyondAnInt()
    {
        using NativeText format = new("%2147483647d");
        using NativeText longer = new("%2147483647d!");
        using ArgumentList list = new(3, 1);
        int most = StringPrinting.PrintBounded(null, 0, format.Pointer, list.Start());
        int tooMuch = StringPrinting.PrintBounded(null, 0, longer.Pointer, list.Start());
        Assert.That(most, Is.EqualTo(int.MaxValue));
        Assert.That(tooMuch, Is.EqualTo(-1));
    }

    [Test]
    public void UnboundedFormPrintsTheSame()
    {
        using NativeText format = new("%s-%s");
        using NativeText buffer = new(Room);
        using ArgumentList list = new(2, "a", "b");
        Assert.That(StringPrinting.Print(buffer.Pointer, format.Pointer, list.Start()), Is.EqualTo(3));
        Assert.That(buffer.ToString(), Is.EqualTo("a-b"));
    }

    [Test]
    public void LongDoubleIsPassedOver()
    {
        using NativeText format = new("%Lf %d");
        using NativeText buffer = new(Room);
        using ArgumentList list = new(3, 77);
        VariableArguments* arguments = list.Start();
        byte* before = arguments->OverflowArea;
        StringPrinting.PrintBounded(buffer.Pointer, Room, format.Pointer, arguments);
        Assert.That(buffer.ToString(), Is.EqualTo("? 77"));
        Assert.That(arguments->OverflowArea - before, Is.EqualTo(16));
    }

    [Test]
    public void RandomFormatsPrintAsTheHostLibraryPrintsThem()
    {
        HostLibrary.Require();
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            (string format, object?[] arguments) = RandomConversion(random);
            Assert.That(Print(format, arguments), Is.EqualTo(PrintOnHost(format, arguments)), format);
        }
    }

    private static (string Format, object?[] Arguments) RandomConversion(Random random)
    {
        string flags = new(random.GetItems("-+ #0".AsSpan(), random.Next(4)));
        string width = random.Next(2) == 0 ? "" : random.Next(30).ToString(default(IFormatProvider));
        string precision = random.Next(2) == 0 ? "" : $".{random.Next(30)}";
        string[] lengths = ["", "hh", "h", "l", "ll", "z", "j", "t"];
        string length = lengths[random.Next(lengths.Length)];
        char conversion = "diuxXocspfFeEgG"[random.Next(15)];
        if (char.ToLowerInvariant(conversion) is 'f' or 'e' or 'g')
        {
            double value = random.Next(3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => random.Next(-100000, 100000) / 64.0,
                _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 20)),
            };
            return ($"[%{flags}{width}{precision}{conversion}]", [value]);
        }
        // C defines no other flag for these.
        bool left = flags.Contains('-');
        return conversion switch
        {
            's' => ($"[%{(left ? "-" : "")}{width}{precision}s]", ["some text"]),
            'c' => ($"[%{(left ? "-" : "")}{width}c]", [random.Next(32, 127)]),
            'p' => ($"[%{(left ? "-" : "")}{width}p]", [random.NextInt64(3) * random.NextInt64(1L << 40)]),
            _ => ($"[%{flags}{width}{precision}{length}{conversion}]", [RandomInteger(random)]),
        };
    }

    private static ulong RandomInteger(Random random)
        => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(65);

    private static string Print(string format, params object?[] arguments)
    {
        using NativeText formatText = new(format);
        using NativeText buffer = new(Room);
        using ArgumentList list = new(3, arguments);
        int length = StringPrinting.PrintBounded(buffer.Pointer, Room, formatText.Pointer, list.Start());
        string text = buffer.ToString();
        Assert.That(length >= Room || length == text.Length, "the result is the length");
        return text;
    }

    private static string PrintOnHost(string format, params object?[] arguments)
    {
        using NativeText formatText = new(format);
        using NativeText buffer = new(Room);
        using ArgumentList list = new(3, arguments);
        HostLibrary.Print(buffer.Pointer, Room, formatText.Pointer, list.Start());
        return buffer.ToString();
    }
}
