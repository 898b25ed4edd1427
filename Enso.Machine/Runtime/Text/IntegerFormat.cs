namespace Enso.Machine.Runtime.Text;

/// <summary>Writing integers and pointers as a <see cref="FormatSpecification"/> says.</summary>
/// <remarks>SAFETY: the pointers are to the formatter's own locals; 64 bits have at most
/// <see cref="MaximumDigits"/> digits.</remarks>
internal static unsafe class IntegerFormat
{
    /// <summary>The most digits that 64 bits have: octal.</summary>
    private const int MaximumDigits = 22;

    /// <summary>Writes a signed decimal number.</summary>
    public static void WriteSigned(FormatOutput* output, FormatSpecification* specification, long value)
    {
        byte* sign = stackalloc byte[1];
        int length = WriteSign(specification, value < 0, sign);
        WriteNumber(output, specification, sign, length, value < 0 ? 0 - (ulong)value : (ulong)value, 10);
    }

    /// <summary>Writes an unsigned number in the radix that the conversion names.</summary>
    public static void WriteUnsigned(FormatOutput* output, FormatSpecification* specification, ulong value)
    {
        bool hexadecimal = (specification->Conversion | 0x20) == 'x';
        byte* prefix = stackalloc byte[2];
        prefix[0] = (byte)'0';
        prefix[1] = specification->Conversion;
        int length = hexadecimal && specification->Alternate && value != 0 ? 2 : 0;
        uint radix = hexadecimal ? 16u : specification->Conversion == 'o' ? 8u : 10u;
        WriteNumber(output, specification, prefix, length, value, radix);
    }

    /// <summary>Writes a pointer: <c>0x</c> and hexadecimal digits, or <c>(nil)</c>.</summary>
    public static void WritePointer(FormatOutput* output, FormatSpecification* specification, ulong value)
    {
        byte* text = stackalloc byte[5];
        if (value != 0)
        {
            text[0] = (byte)'0';
            text[1] = (byte)'x';
            WriteNumber(output, specification, text, 2, value, 16);
            return;
        }
        text[0] = (byte)'(';
        text[1] = (byte)'n';
        text[2] = (byte)'i';
        text[3] = (byte)'l';
        text[4] = (byte)')';
        long padding = specification->Width - 5;
        output->Repeat((byte)' ', specification->Left ? 0 : padding);
        output->Put(text, 5);
        output->Repeat((byte)' ', specification->Left ? padding : 0);
    }

    /// <summary>Puts the sign that a number shows, if any, into <paramref name="sign"/>; returns its length.
    /// </summary>
    public static int WriteSign(FormatSpecification* specification, bool negative, byte* sign)
    {
        if (!negative && !specification->Plus && !specification->Space)
        {
            return 0;
        }
        *sign = (byte)(negative ? '-' : specification->Plus ? '+' : ' ');
        return 1;
    }

    private static void WriteNumber(
        FormatOutput* output, FormatSpecification* specification, byte* prefix, int prefixLength,
        ulong value, uint radix)
    {
        byte* digits = stackalloc byte[MaximumDigits];
        byte letters = (byte)(specification->Conversion == 'X' ? 'A' : 'a');
        int start = MaximumDigits;
        for (; value != 0; value /= radix)
        {
            uint digit = (uint)(value % radix);
            digits[--start] = (byte)(digit < 10 ? '0' + digit : letters + digit - 10);
        }
        int count = MaximumDigits - start;
        // Zero with precision 0 has no digit at all; without a precision the least number of digits is 1.
        long zeros = (specification->Precision < 0 ? 1 : specification->Precision) - (long)count;
        zeros = zeros < 0 ? 0 : zeros;
        if (radix == 8 && specification->Alternate && zeros == 0)
        {
            zeros = 1;
        }
        long padding = specification->Width - prefixLength - zeros - count;
        if (specification->Zero && !specification->Left && specification->Precision < 0 && padding > 0)
        {
            zeros += padding;
            padding = 0;
        }
        output->Repeat((byte)' ', specification->Left ? 0 : padding);
        output->Put(prefix, (ulong)prefixLength);
        output->Repeat((byte)'0', zeros);
        output->Put(digits + start, (ulong)count);
        output->Repeat((byte)' ', specification->Left ? padding : 0);
    }
}
