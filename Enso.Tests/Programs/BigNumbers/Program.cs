using System.Globalization;
using System.Numerics;

// Arithmetic beyond 64 bits, and at the edges of it.
BigInteger factorial = 1;
for (int i = 2; i <= 100; i++)
{
    factorial *= i;
}
Console.WriteLine(factorial);
Console.WriteLine(BigInteger.Pow(2, 521) - 1);
Console.WriteLine(BigInteger.ModPow(3, BigInteger.Pow(10, 30), 1_000_000_007) + " " + BigInteger.GreatestCommonDivisor(factorial, BigInteger.Pow(6, 200)).GetBitLength());
Console.WriteLine(BigInteger.Parse("-123456789012345678901234567890", CultureInfo.InvariantCulture) / 987654321 + " " + BigInteger.Parse("0ff", NumberStyles.HexNumber));
Console.WriteLine(Pi(100));
Console.WriteLine($"{1m / 3} {decimal.MaxValue} {0.1m + 0.2m == 0.3m} {0.1 + 0.2 == 0.3} {decimal.Round(2.5m)} {Math.Round(2.5, MidpointRounding.AwayFromZero)}");
Console.WriteLine($"{Int128.MaxValue} {UInt128.MaxValue / 3} {Int128.Parse("-170141183460469231731687303715884105728", CultureInfo.InvariantCulture) == Int128.MinValue}");
Console.WriteLine($"{double.MaxValue} {double.Epsilon} {1 / 3.0} {1e21} {123456789.0f} {float.Pi} {Half.MaxValue} {double.NaN} {-1 / 0.0}");
Console.WriteLine($"{Math.Sqrt(2)} {Math.Sin(1)} {Math.Pow(2.5, 3.5)} {Math.Log(10)} {Math.Atan2(1, -1)} {Math.Cbrt(8)} {Math.FusedMultiplyAdd(2, 3, 4)} {Math.Exp(1)}");
Console.WriteLine($"{BitOperations.PopCount(0xF0F0UL)} {BitOperations.LeadingZeroCount(1UL)} {BitOperations.RotateLeft(0x80000001u, 4):x} {Math.BigMul(ulong.MaxValue, ulong.MaxValue, out ulong low):x} {low:x}");
Console.WriteLine(new Complex(3, 4).Magnitude + " " + Complex.Sqrt(-4) + " " + new Complex(1, 1) * new Complex(2, -1));
Console.WriteLine(Vector3.Cross(new(1, 0, 0), new(0, 1, 0)) + " " + Matrix4x4.CreateScale(2).GetDeterminant());
unchecked
{
    Console.WriteLine(int.MaxValue + int.Parse("1", CultureInfo.InvariantCulture));
}
try
{
    Console.WriteLine(checked(int.MaxValue + int.Parse("1", CultureInfo.InvariantCulture)));
}
catch (OverflowException)
{
    Console.WriteLine("overflow");
}
try
{
    Console.WriteLine(1 / int.Parse("0", CultureInfo.InvariantCulture));
}
catch (DivideByZeroException)
{
    Console.WriteLine("division by zero");
}
Console.WriteLine(new Random(42).Next(1000) == new Random(42).Next(1000));

// Machin's formula.
static string Pi(int digits)
{
    BigInteger unity = BigInteger.Pow(10, digits + 10);
    BigInteger pi = 4 * ((4 * ArcCot(5)) - ArcCot(239));
    return (pi / BigInteger.Pow(10, 10)).ToString(CultureInfo.InvariantCulture);

    BigInteger ArcCot(int x)
    {
        BigInteger term = unity / x;
        BigInteger sum = term;
        for (int n = 3, sign = -1; term != 0; n += 2, sign = -sign)
        {
            term /= x * x;
            sum += sign * (term / n);
        }
        return sum;
    }
}
