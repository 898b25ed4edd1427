using System.Globalization;

namespace Enso.Tests.InKernel.Tests.Numerics;

/// <summary>Binary floating point (IEEE 754): its text, its limits, its rounding.</summary>
internal static class FloatingTests
{
    [KernelTest]
    internal static void Every_number_survives_being_written_and_read()
    {
        Random random = new(31);
        for (int i = 0; i < 4000; i++)
        {
            double d = BitConverter.Int64BitsToDouble(random.NextInt64() ^ (random.NextInt64() << 1));
            if (double.IsNaN(d))
            {
                continue;
            }
            string text = d.ToString("R", CultureInfo.InvariantCulture);
            Check.Equal(BitConverter.DoubleToInt64Bits(d),
                BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), text);
            float f = BitConverter.Int32BitsToSingle(random.Next());
            text = f.ToString(CultureInfo.InvariantCulture);
            Check.That(float.IsNaN(f) || float.Parse(text, CultureInfo.InvariantCulture) == f, text);
        }
        for (int i = 0; i < 65536; i += 7)
        {
            Half h = BitConverter.UInt16BitsToHalf((ushort)i);
            Check.That(Half.IsNaN(h) || Half.Parse(h.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) == h);
            Check.That(Half.IsNaN(h) || (Half)(float)h == h);
        }
    }

    [KernelTest]
    internal static void Numbers_have_their_shortest_text()
    {
        (double Value, string Text)[] known =
        [
            (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (5e-324, "5E-324"), (1e23, "1E+23"),
            (123456789012345680, "1.2345678901234568E+17"), (double.MaxValue, "1.7976931348623157E+308"),
            (2.2250738585072014e-308, "2.2250738585072014E-308"), (Math.PI, "3.141592653589793"), (-0.0, "-0"),
            (9007199254740993, "9007199254740992"), (1.0 / 3, "0.3333333333333333"), (4.35, "4.35"), (1e-7, "1E-07"),
        ];
        foreach ((double value, string text) in known)
        {
            Check.Equal(text, value.ToString(CultureInfo.InvariantCulture));
        }
        Check.Equal("0.1", 0.1f.ToString(CultureInfo.InvariantCulture));
        Check.Equal("16777216", 16777217f.ToString(CultureInfo.InvariantCulture));
        Check.Equal("65500", Half.MaxValue.ToString(CultureInfo.InvariantCulture));
    }

    [KernelTest]
    internal static void Reading_rounds_to_the_nearest_even_however_many_digits_there_are()
    {
        // Half way between 2^53 and 2^53 + 2, and a little beyond: far beyond the digits that a double holds.
        Check.Equal(9007199254740992.0, double.Parse("9007199254740993", CultureInfo.InvariantCulture));
        Check.Equal(9007199254740994.0, double.Parse("9007199254740993." + new string('0', 300) + "1", CultureInfo.InvariantCulture));
        Check.Equal(double.MaxValue, double.Parse("179769313486231580793e288", CultureInfo.InvariantCulture));
        Check.Equal(double.PositiveInfinity, double.Parse("179769313486231580794e288", CultureInfo.InvariantCulture));
        Check.Equal(0.0, double.Parse("2.4703282292062327e-324", CultureInfo.InvariantCulture));
        Check.Equal(double.Epsilon, double.Parse("2.4703282292062328e-324", CultureInfo.InvariantCulture));
    }

    [KernelTest]
    internal static void Infinities_nans_and_zeros_follow_the_standard()
    {
        double zero = Environment.ProcessorCount > 0 ? 0 : 1;
        Check.Equal(double.PositiveInfinity, 1 / zero);
        Check.Equal(double.NegativeInfinity, 1 / -zero);
        Check.That(double.IsNaN(zero / zero) && double.IsNaN(double.PositiveInfinity - double.PositiveInfinity));
        double nan = zero / zero;
        Check.That(!nan.Equals(1.0) && nan.Equals(double.NaN) && nan != double.NaN);
        Check.Equal(-1, nan.CompareTo(double.NegativeInfinity));
        Check.That(double.IsNegative(-zero) && -zero == zero);
        Check.Equal(double.Epsilon, double.BitIncrement(0));
        Check.Equal(double.PositiveInfinity, double.BitIncrement(double.MaxValue));
        Check.That(double.IsSubnormal(double.Epsilon) && Math.ILogB(double.Epsilon) == -1074);
        Check.Equal(int.MaxValue, (int)(1e20 + zero));
        Check.Equal(0, (int)nan);
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked((int)(1e20 + zero))));
    }

    [KernelTest]
    internal static void Rounding_goes_to_each_direction()
    {
        (double Value, double Even, double Away, double Zero, double Up, double Down)[] known =
        [
            (2.5, 2, 3, 2, 3, 2), (3.5, 4, 4, 3, 4, 3), (-2.5, -2, -3, -2, -2, -3), (0.5, 0, 1, 0, 1, 0),
            (0.49999999999999994, 0, 0, 0, 1, 0), (-0.2, -0.0, -0.0, -0.0, -0.0, -1), (1e300, 1e300, 1e300, 1e300, 1e300, 1e300),
        ];
        foreach ((double value, double even, double away, double zero, double up, double down) in known)
        {
            Check.Equal(even, Math.Round(value));
            Check.Equal(away, Math.Round(value, MidpointRounding.AwayFromZero));
            Check.Equal(zero, Math.Truncate(value));
            Check.Equal(up, Math.Ceiling(value));
            Check.Equal(down, Math.Floor(value));
        }
        Check.Equal(1.0, Math.IEEERemainder(10, 3));
        Check.Equal(-1.0, Math.IEEERemainder(11, 3));
        Check.Equal(2.0, 11.0 % 3);
    }
}
