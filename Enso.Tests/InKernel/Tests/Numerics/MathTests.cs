using System.Numerics;

namespace Enso.Tests.InKernel.Tests.Numerics;

/// <summary>Elementary functions, against values from tables, and integer arithmetic bit by bit.</summary>
internal static class MathTests
{
    [KernelTest]
    internal static void Functions_have_the_values_of_the_tables()
    {
        // Abramowitz and Stegun, Handbook of Mathematical Functions, and exact values.
        (double Value, double Expected)[] known =
        [
            (Math.Sin(1), 0.8414709848078965), (Math.Cos(1), 0.5403023058681398), (Math.Tan(1), 1.5574077246549023),
            (Math.Exp(1), 2.718281828459045), (Math.Log(2), 0.6931471805599453), (Math.Log10(2), 0.3010299956639812),
            (Math.Log2(8), 3), (Math.Sqrt(2), 1.4142135623730951), (Math.Cbrt(27), 3), (Math.Pow(2, 0.5), 1.4142135623730951),
            (Math.Asin(1), 1.5707963267948966), (Math.Acos(0.5), 1.0471975511965979), (Math.Atan2(1, -1), 2.356194490192345),
            (Math.Sinh(1), 1.1752011936438014), (Math.Cosh(1), 1.5430806348152437), (Math.Tanh(1), 0.7615941559557649),
            (Math.Asinh(1), 0.881373587019543), (Math.Acosh(2), 1.3169578969248166), (Math.Atanh(0.5), 0.5493061443340548),
            (Math.Sin(1e22), -0.8522008497671888), (Math.Cos(355.0 / 113), -0.9999999999999644),
        ];
        for (int i = 0; i < known.Length; i++)
        {
            (double value, double expected) = known[i];
            // Two units in the last place.
            Check.That(Math.Abs(value - expected) <= 2 * Math.BitIncrement(Math.Abs(expected)) - (2 * Math.Abs(expected)),
                $"number {i}: {value}, expected {expected}");
        }
        Check.That(MathF.Abs(MathF.Sin(1) - 0.84147098f) < 1e-7f && MathF.Abs(MathF.Exp(1) - 2.7182818f) < 3e-7f);
    }

    [KernelTest]
    internal static void Functions_at_their_edges_follow_the_standard()
    {
        Check.That(double.IsNaN(Math.Sqrt(-1)) && double.IsNaN(Math.Log(-1)) && double.IsNaN(Math.Asin(2)));
        Check.Equal(double.NegativeInfinity, Math.Log(0));
        Check.Equal(1.0, Math.Pow(double.NaN, 0));
        Check.Equal(0.0, Math.Exp(double.NegativeInfinity));
        Check.That(double.IsNegative(Math.Sqrt(-0.0)) && double.IsNaN(Math.Sin(double.PositiveInfinity)));
        Check.Equal(-Math.PI, Math.Atan2(-0.0, -1));
        Check.Equal(Math.ScaleB(1, -1074), double.Epsilon);
        Check.Equal(3.0, Math.FusedMultiplyAdd(1, 1, 2));
        // (1 + e)(1 - e) - 1 is -e² with one rounding, and 0 with two.
        double e = Math.ScaleB(1, -30);
        Check.Equal(-Math.ScaleB(1, -60), Math.FusedMultiplyAdd(1 + e, 1 - e, -1));
    }

    [KernelTest]
    internal static void Identities_hold_over_random_arguments()
    {
        Random random = new(123);
        for (int i = 0; i < 2000; i++)
        {
            double x = (random.NextDouble() - 0.5) * 20;
            (double sin, double cos) = Math.SinCos(x);
            Check.That(Math.Abs((sin * sin) + (cos * cos) - 1) < 1e-15);
            Check.That(Math.Abs(Math.Log(Math.Exp(x)) - x) < 1e-14);
            double root = Math.Cbrt(x);
            Check.That(Math.Abs((root * root * root) - x) <= 1e-14 * Math.Abs(x));
            Check.That(Math.Abs(Math.Atan(Math.Tan(x / 20)) - (x / 20)) < 1e-15);
        }
    }

    [KernelTest]
    internal static void Overflow_is_noticed_where_it_is_asked_for()
    {
        int max = Environment.ProcessorCount > 0 ? int.MaxValue : 0;
        Check.Equal(int.MinValue, unchecked(max + 1));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(max + 1)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(max * 2)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked((short)max)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked((uint)-max)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(Math.Abs(-max - 1)));
        // The processor faults on this division; .NET says that it overflowed.
        int minusOne = Environment.ProcessorCount > 0 ? -1 : 1;
        Check.Throws<OverflowException>(() => GC.KeepAlive((-max - 1) / minusOne));
        long least = Environment.ProcessorCount > 0 ? long.MinValue : 0;
        Check.Throws<OverflowException>(() => GC.KeepAlive(least / minusOne));
        Check.Equal((3, -1), Math.DivRem(-7, -2));
        Check.Equal(5, Math.Clamp(9, -5, 5));
        Check.Throws<ArgumentException>(() => Math.Clamp(1, 3, 2));
    }

    [KernelTest]
    internal static void Bits_are_counted_rotated_and_found()
    {
        Random random = new(9);
        for (int i = 0; i < 1000; i++)
        {
            ulong value = (ulong)random.NextInt64() << random.Next(64) >> random.Next(64);
            string bits = Convert.ToString((long)value, 2).PadLeft(64, '0');
            Check.Equal(bits.Count(b => b == '1'), BitOperations.PopCount(value));
            Check.Equal(value == 0 ? 64 : bits.IndexOf('1'), BitOperations.LeadingZeroCount(value));
            Check.Equal(value == 0 ? 64 : 63 - bits.LastIndexOf('1'), BitOperations.TrailingZeroCount(value));
            int by = random.Next(64);
            Check.Equal(bits[by..] + bits[..by], Convert.ToString((long)BitOperations.RotateLeft(value, by), 2).PadLeft(64, '0'));
            Check.Equal(value != 0 && bits.LastIndexOf('1') == bits.IndexOf('1'), BitOperations.IsPow2(value));
        }
        Check.Equal(1024u, BitOperations.RoundUpToPowerOf2(1000u));
        Check.Equal(9, BitOperations.Log2(1000u));
        // CRC-32C of "123456789" is 0xE3069283 (RFC 3720, appendix B.4).
        uint crc = uint.MaxValue;
        foreach (byte b in "123456789"u8)
        {
            crc = BitOperations.Crc32C(crc, b);
        }
        Check.Equal(0xE3069283u, ~crc);
    }

    [KernelTest]
    internal static void Generic_arithmetic_works_over_every_number_type()
    {
        Check.Equal(55, Sum<int>(10));
        Check.Equal(55.0, Sum<double>(10));
        Check.Equal(55m, Sum<decimal>(10));
        Check.Equal((Half)55, Sum<Half>(10));
        Check.Equal((Int128)55, Sum<Int128>(10));
        Check.Equal((BigInteger)5050, Sum<BigInteger>(100));
        Check.Throws<OverflowException>(() => Sum<sbyte>(100));
        static T Sum<T>(int to)
            where T : INumber<T>
        {
            T sum = T.Zero;
            for (int i = 1; i <= to; i++)
            {
                sum = checked(sum + T.CreateChecked(i));
            }
            return sum;
        }
    }
}
