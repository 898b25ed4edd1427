using System.Runtime.CompilerServices;

namespace Enso.Machine.Runtime.Text;

/// <summary>Writing doubles as <c>f</c>, <c>e</c> and <c>g</c> conversions do, every digit exact and the
/// last one rounded to nearest, ties to even.</summary>
/// <remarks>SAFETY: the pointers are to the formatter's own locals.</remarks>
internal static unsafe class DoubleFormat
{
    private const int DefaultPrecision = 6;

    // C99: below this power of ten, g uses the style of e.
    private const int SmallestFixedPower = -4;

    /// <summary>Writes a double.</summary>
    [SkipLocalsInit]
    public static void Write(FormatOutput* output, FormatSpecification* specification, double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        byte* sign = stackalloc byte[1];
        int signLength = IntegerFormat.WriteSign(specification, bits >> 63 != 0, sign);
        bool upper = specification->Conversion < 'a';
        if (((bits >> 52) & 0x7FF) == 0x7FF)
        {
            bool infinite = (bits & ((1UL << 52) - 1)) == 0;
            WriteNotFinite(output, specification, sign, signLength, infinite, upper);
            return;
        }
        // Load clears it: clearing it here as well would be a call into the core library.
        Unsafe.SkipInit(out DecimalExpansion digits);
        digits.Load(value);
        int precision = specification->Precision < 0 ? DefaultPrecision : specification->Precision;
        byte style = (byte)(specification->Conversion | 0x20);
        bool exponential = style == 'e';
        if (style == 'g')
        {
            exponential = ResolveGeneral(&digits, specification->Alternate, &precision);
        }
        else
        {
            Round(&digits, exponential ? digits.HighestPower : 0, precision);
        }
        int power = digits.HighestPower;
        bool point = precision > 0 || specification->Alternate;
        int leading = exponential || power < 0 ? 0 : power;
        long length = signLength + leading + 1L + (point ? 1 : 0) + precision;
        if (exponential)
        {
            length += power is >= 100 or <= -100 ? 5 : 4;
        }
        long padding = specification->Width - length;
        bool zeros = specification->Zero && !specification->Left;
        output->Repeat((byte)' ', zeros || specification->Left ? 0 : padding);
        output->Put(sign, (ulong)signLength);
        output->Repeat((byte)'0', zeros ? padding : 0);
        int first = exponential ? power : leading;
        WriteDigits(output, &digits, first, exponential ? power : 0, precision, point);
        if (exponential)
        {
            WriteExponent(output, power, upper);
        }
        output->Repeat((byte)' ', specification->Left ? padding : 0);
    }

    /// <summary>Rounds for <c>g</c> and chooses its style: <c>e</c> for very small and very large
    /// powers.</summary>
    /// <param name="digits">The value.</param>
    /// <param name="alternate">Whether zeros at the end stay.</param>
    /// <param name="precision">In: the significant digits. Out: the digits after the point.</param>
    /// <returns>Whether the style is that of <c>e</c>.</returns>
    private static bool ResolveGeneral(DecimalExpansion* digits, bool alternate, int* precision)
    {
        int significant = *precision == 0 ? 1 : *precision;
        Round(digits, digits->HighestPower, significant - 1);
        // Rounding may have made another digit (9.99 to 10.0), so the power is taken afterwards.
        int power = digits->HighestPower;
        bool exponential = power < SmallestFixedPower || power >= significant;
        // Nothing below int.MaxValue + 4 overflows here, and only a precision that large gives more.
        long places = exponential ? significant - 1L : significant - 1L - power;
        if (!alternate)
        {
            long used = (exponential ? power : 0L) - digits->LowestPower;
            used = digits->IsZero || used < 0 ? 0 : used;
            places = places < used ? places : used;
        }
        *precision = places > int.MaxValue ? int.MaxValue : (int)places;
        return exponential;
    }

    /// <summary>Rounds to <paramref name="places"/> digits below <paramref name="power"/>.</summary>
    private static void Round(DecimalExpansion* digits, int power, int places)
    {
        long last = (long)power - places;
        if (last >= digits->LowestPower)
        {
            digits->RoundAt((int)last);
        }
    }

    private static void WriteDigits(
        FormatOutput* output, DecimalExpansion* digits, int first, int units, int precision, bool point)
    {
        for (int power = first; power >= units; power--)
        {
            output->Put((byte)('0' + digits->Digit(power)));
        }
        if (point)
        {
            output->Put((byte)'.');
        }
        // Beyond the last digit that is not zero there may be a great many zeros, which need no lookup.
        int lowest = digits->LowestPower;
        int place = 1;
        for (; place <= precision && units - place >= lowest; place++)
        {
            output->Put((byte)('0' + digits->Digit(units - place)));
        }
        output->Repeat((byte)'0', (long)precision - place + 1);
    }

    private static void WriteExponent(FormatOutput* output, int power, bool upper)
    {
        output->Put((byte)(upper ? 'E' : 'e'));
        output->Put((byte)(power < 0 ? '-' : '+'));
        uint magnitude = (uint)(power < 0 ? -power : power);
        if (magnitude >= 100)
        {
            output->Put((byte)('0' + (magnitude / 100)));
        }
        output->Put((byte)('0' + (magnitude / 10 % 10)));
        output->Put((byte)('0' + (magnitude % 10)));
    }

    private static void WriteNotFinite(
        FormatOutput* output, FormatSpecification* specification, byte* sign, int signLength,
        bool infinite, bool upper)
    {
        byte* word = stackalloc byte[3];
        word[0] = (byte)(infinite ? 'i' : 'n');
        word[1] = (byte)(infinite ? 'n' : 'a');
        word[2] = (byte)(infinite ? 'f' : 'n');
        for (int i = 0; upper && i < 3; i++)
        {
            word[i] -= 0x20;
        }
        // The zero flag does not apply: 00inf would be no number.
        long padding = specification->Width - 3L - signLength;
        output->Repeat((byte)' ', specification->Left ? 0 : padding);
        output->Put(sign, (ulong)signLength);
        output->Put(word, 3);
        output->Repeat((byte)' ', specification->Left ? padding : 0);
    }
}
