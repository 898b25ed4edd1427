using System.Globalization;
using System.Numerics;

namespace Enso.Tests.InKernel.Tests.Numerics;

/// <summary>Numbers beyond 64 bits: whole ones of any size and of 128 bits, decimal and complex ones.</summary>
internal static class BigNumberTests
{
    [KernelTest]
    internal static void Powers_and_factorials_have_their_known_digits()
    {
        Check.Equal("1267650600228229401496703205376", BigInteger.Pow(2, 100).ToString());
        BigInteger factorial = 1;
        for (int i = 2; i <= 50; i++)
        {
            factorial *= i;
        }
        Check.Equal("30414093201713378043612608166064768844377641568960512000000000000", factorial.ToString());
        // 2^521 - 1 is prime (Robinson, 1952): Fermat's little theorem holds for every base.
        BigInteger mersenne = BigInteger.Pow(2, 521) - 1;
        foreach (int b in new[] { 2, 3, 65537 })
        {
            Check.Equal(BigInteger.One, BigInteger.ModPow(b, mersenne - 1, mersenne));
        }
        Check.That(((mersenne + 2) % 3).IsZero, "2 to an odd power leaves 2");
        Check.Equal(521L, mersenne.GetBitLength());
    }

    [KernelTest]
    internal static void Quotient_and_remainder_always_give_back_the_dividend()
    {
        Random random = new(1234);
        byte[] bytes = new byte[120];
        for (int i = 0; i < 300; i++)
        {
            random.NextBytes(bytes);
            BigInteger a = new(bytes.AsSpan(0, random.Next(1, 120)));
            random.NextBytes(bytes);
            BigInteger b = new(bytes.AsSpan(0, random.Next(1, 60)));
            b = b.IsZero ? 7 : b;
            BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger remainder);
            Check.Equal(a, (quotient * b) + remainder);
            Check.That(BigInteger.Abs(remainder) < BigInteger.Abs(b));
            Check.That(remainder.IsZero || remainder.Sign == a.Sign);
            Check.Equal(a, BigInteger.Parse(a.ToString(), CultureInfo.InvariantCulture));
            Check.Equal(a, BigInteger.Parse(a.ToString("X"), NumberStyles.HexNumber));
            BigInteger gcd = BigInteger.GreatestCommonDivisor(a, b);
            Check.That((a % gcd).IsZero && (b % gcd).IsZero);
        }
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(BigInteger.One / 0));
    }

    [KernelTest]
    internal static void Bits_of_negative_numbers_go_on_for_ever()
    {
        BigInteger minus = -BigInteger.Pow(2, 70);
        Check.Equal(minus >> 3, -BigInteger.Pow(2, 67));
        Check.Equal(BigInteger.MinusOne, minus >> 100);
        Check.Equal(BigInteger.Pow(2, 70), minus & (BigInteger.Pow(2, 71) - 1));
        Check.Equal(BigInteger.MinusOne, ~BigInteger.Zero);
        Check.Equal(-5 ^ 3, (int)(new BigInteger(-5) ^ 3));
        Check.Throws<OverflowException>(() => GC.KeepAlive((long)BigInteger.Pow(2, 63)));
    }

    [KernelTest]
    internal static void Integers_of_128_bits_agree_with_those_of_any_size()
    {
        Random random = new(77);
        BigInteger modulus = BigInteger.Pow(2, 128);
        for (int i = 0; i < 500; i++)
        {
            UInt128 a = new((ulong)random.NextInt64() << random.Next(2), (ulong)random.NextInt64());
            UInt128 b = new((ulong)random.NextInt64() >> random.Next(64), (ulong)random.NextInt64() | 1);
            BigInteger wideA = a;
            BigInteger wideB = b;
            Check.Equal((wideA * wideB) % modulus, (BigInteger)unchecked(a * b));
            Check.Equal(wideA / wideB, (BigInteger)(a / b));
            Check.Equal(wideA % wideB, (BigInteger)(a % b));
            Check.Equal((wideA + wideB) % modulus, (BigInteger)unchecked(a + b));
            int shift = random.Next(128);
            Check.Equal(wideA >> shift, (BigInteger)(a >> shift));
            Check.Equal((Int128)a < (Int128)b, (BigInteger)(Int128)a < (BigInteger)(Int128)b);
        }
        Check.Equal("170141183460469231731687303715884105727", Int128.MaxValue.ToString());
        Check.Equal(Int128.MinValue, Int128.Parse("-170141183460469231731687303715884105728", CultureInfo.InvariantCulture));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(Int128.MaxValue + Int128.One)));
        Check.Equal(127, (int)UInt128.LeadingZeroCount(1));
        // The product of two 64-bit numbers, high half first.
        Check.Equal(0xFFFFFFFFFFFFFFFEUL, Math.BigMul(ulong.MaxValue, ulong.MaxValue, out ulong low));
        Check.Equal(1UL, low);
    }

    [KernelTest]
    internal static void Decimal_numbers_keep_their_digits()
    {
        Check.Equal(0.3m, 0.1m + 0.2m);
        Check.Equal("1.10", (0.50m + 0.60m).ToString(CultureInfo.InvariantCulture));
        Check.Equal("79228162514264337593543950335", decimal.MaxValue.ToString(CultureInfo.InvariantCulture));
        Check.Equal(0.3333333333333333333333333333m, 1m / 3m);
        Check.Equal("1.0000000000000000000000000000", (1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
        Check.Throws<OverflowException>(() => GC.KeepAlive(decimal.MaxValue + Opaque(1m)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(1m / Opaque(0m)));
        Check.Equal(2m, Math.Round(2.5m));
        Check.Equal(3m, Math.Round(2.5m, MidpointRounding.AwayFromZero));
        Check.Equal(-2.35m, Math.Round(-2.345m, 2, MidpointRounding.ToNegativeInfinity));
        Check.Sequence([1234567890, 0, 0, 3 << 16], decimal.GetBits(1234567.890m));
        Check.Equal(-5, decimal.ToInt32(-5.9m));
        Check.Equal(1.5m, 4.5m % 3m);
        Check.Equal(12.3, (double)12.3m);
        Check.Throws<OverflowException>(() => GC.KeepAlive((decimal)(1e30 * (double)Opaque(1m))));
        // Compound interest to the cent: 100 at 10 % is 110, 121, 133.10, 146.41.
        decimal sum = 100m;
        for (int i = 0; i < 4; i++)
        {
            sum = Math.Round(sum * 1.1m, 2);
        }
        Check.Equal(146.41m, sum);
    }

    private static decimal Opaque(decimal value) => Environment.ProcessorCount > 0 ? value : 2m;

    [KernelTest]
    internal static void Complex_numbers_turn_in_their_plane()
    {
        Complex i = Complex.ImaginaryOne;
        Check.Equal(new Complex(-1, 0), i * i);
        Check.Equal(new Complex(-5, 10), new Complex(1, 2) * new Complex(3, 4));
        Check.Equal(5.0, new Complex(3, 4).Magnitude);
        Complex turned = Complex.Exp(i * Math.PI) + 1;
        Check.That(turned.Magnitude < 1e-15, $"{turned}");
        Complex root = Complex.Sqrt(new Complex(-4, 0));
        Check.That((root - (2 * i)).Magnitude < 1e-15, $"{root}");
        Check.Equal("<1; -2>", new Complex(1, -2).ToString(CultureInfo.InvariantCulture));
        // The seven seventh roots of unity sum to nothing.
        Complex sum = Complex.Zero;
        for (int k = 0; k < 7; k++)
        {
            sum += Complex.FromPolarCoordinates(1, 2 * Math.PI * k / 7);
        }
        Check.That(sum.Magnitude < 1e-14, $"{sum}");
    }
}
