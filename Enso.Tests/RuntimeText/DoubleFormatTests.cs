using System.Globalization;
using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>Formatting doubles: known strings, exactness, and the way back.</summary>
[TestFixture]
internal sealed unsafe class DoubleFormatTests
{
    private const int Rounds = 20000;
    private const int Room = 1600;

    [TestCase("%f", 0.0, "0.000000")]
    [TestCase("%f", -0.0, "-0.000000")]
    [TestCase("%f", 3.14159265358979, "3.141593")]
    [TestCase("%.0f", 0.5, "0")]
    [TestCase("%.0f", 1.5, "2")]
    [TestCase("%.0f", 2.5, "2")]
    [TestCase("%.0f", 0.5000001, "1")]
    [TestCase("%#.0f", 3.0, "3.")]
    [TestCase("%.1f", 0.25, "0.2")]
    [TestCase("%.1f", 0.05, "0.1")]
    [TestCase("%.2f", 1.005, "1.00")]
    [TestCase("%.3f", 999.9996, "1000.000")]
    [TestCase("%.0f", 999999999.5, "1000000000")]
    [TestCase("%.20f", 0.1, "0.10000000000000000555")]
    [TestCase("%f", 1e22, "10000000000000000000000.000000")]
    [TestCase("%.0f", 1e23, "99999999999999991611392")]
    [TestCase("%10.2f|", 3.14159, "      3.14|")]
    [TestCase("%-10.2f|", 3.14159, "3.14      |")]
    [TestCase("%+010.2f|", 3.14159, "+000003.14|")]
    [TestCase("%e", 0.0, "0.000000e+00")]
    [TestCase("%e", 12345.678, "1.234568e+04")]
    [TestCase("%.3e", 9.9996, "1.000e+01")]
    [TestCase("%E", 1e-100, "1.000000E-100")]
    [TestCase("%.0e", 15.0, "2e+01")]
    [TestCase("%.16e", double.MaxValue, "1.7976931348623157e+308")]
    [TestCase("%.16e", double.Epsilon, "4.9406564584124654e-324")]
    [TestCase("%#.0e", 1.0, "1.e+00")]
    [TestCase("%g", 0.0, "0")]
    [TestCase("%g", 100000.0, "100000")]
    [TestCase("%g", 1000000.0, "1e+06")]
    [TestCase("%g", 999999.5, "1e+06")]
    [TestCase("%g", 0.0001, "0.0001")]
    [TestCase("%g", 0.00001, "1e-05")]
    [TestCase("%g", 0.00009999996, "0.0001")]
    [TestCase("%#g", 1.5, "1.50000")]
    [TestCase("%.3g", 1234.5, "1.23e+03")]
    [TestCase("%.0g", 0.15, "0.1")]
    [TestCase("%G", 1e-10, "1E-10")]
    [TestCase("%.17g", 0.1, "0.10000000000000001")]
    [TestCase("%f", double.PositiveInfinity, "inf")]
    [TestCase("%010F|", double.NegativeInfinity, "      -INF|")]
    [TestCase("%+g", double.PositiveInfinity, "+inf")]
    public void DoublePrintsWhatCPrints(string format, double value, string expected)
        => Assert.That(Print(format, value), Is.EqualTo(expected));

    [Test]
    public void NotANumberHasItsSign()
    {
        double positive = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);
        double negative = BitConverter.UInt64BitsToDouble(0xFFF8_0000_0000_0000);
        Assert.That(Print("%f", positive), Is.EqualTo("nan"));
        Assert.That(Print("%-6E|", negative), Is.EqualTo("-NAN  |"));
    }

    [Test]
    public void SeventeenDigitsReadBackAsTheSameBits()
    {
        Random random = Replay.Start();
        foreach (string format in new[] { "%.17g", "%.16e", "%.1100f" })
        {
            for (int round = 0; round < (format == "%.1100f" ? Rounds / 40 : Rounds); round++)
            {
                ulong bits = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
                double value = BitConverter.UInt64BitsToDouble(bits);
                if (!double.IsFinite(value))
                {
                    continue;
                }
                string text = Print(format, value);
                double back = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                Assert.That(BitConverter.DoubleToUInt64Bits(back), Is.EqualTo(bits), text);
            }
        }
    }

    [TestCase(double.Epsilon)]
    [TestCase(double.MaxValue)]
    [TestCase(2.2250738585072014e-308)]
    [TestCase(2.2250738585072009e-308)]
    [TestCase(1.0 / 3)]
    [TestCase(4503599627370496.5)]
    public void WholeExpansionIsExact(double value)
    {
        HostLibrary.Require();
        string[] formats = ["%.1074f", "%.1080f", "%.1073f", "%.800e", "%.1200g", "%#.400g", "%.323f"];
        foreach (string format in formats)
        {
            Assert.That(Print(format, value), Is.EqualTo(PrintOnHost(format, value)), format);
        }
    }

    [Test]
    public void TiesAndNearTiesRoundAsTheHostLibraryRoundsThem()
    {
        HostLibrary.Require();
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            // Multiples of a small power of two have short expansions, so that many cuts are exact ties.
            double value = random.Next(1 << 20) / (double)(1 << random.Next(20));
            value = random.Next(3) switch
            {
                0 => value,
                1 => Math.BitIncrement(value),
                _ => Math.BitDecrement(value),
            };
            string format = $"%.{random.Next(12)}{"feg"[random.Next(3)]}";
            Assert.That(Print(format, value), Is.EqualTo(PrintOnHost(format, value)), $"{format} {value:R}");
        }
    }

    private static string Print(string format, double value)
    {
        using NativeText formatText = new(format);
        using NativeText buffer = new(Room);
        using ArgumentList list = new(3, value);
        int length = StringPrinting.PrintBounded(buffer.Pointer, Room, formatText.Pointer, list.Start());
        Assert.That(length, Is.EqualTo(buffer.ToString().Length));
        return buffer.ToString();
    }

    private static string PrintOnHost(string format, double value)
    {
        using NativeText formatText = new(format);
        using NativeText buffer = new(Room);
        using ArgumentList list = new(3, value);
        HostLibrary.Print(buffer.Pointer, Room, formatText.Pointer, list.Start());
        return buffer.ToString();
    }
}
