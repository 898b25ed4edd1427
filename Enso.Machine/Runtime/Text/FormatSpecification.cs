namespace Enso.Machine.Runtime.Text;

/// <summary>One conversion of a <c>printf</c> format: <c>%[flags][width][.precision][length]conversion</c>
/// (C99, section 7.19.6.1).</summary>
/// <remarks>SAFETY: a format ends in zero, which is no flag, digit or modifier.</remarks>
internal unsafe struct FormatSpecification
{
    /// <summary>What <see cref="Precision"/> is when the format gives none.</summary>
    public const int NoPrecision = -1;

    /// <summary><c>-</c>: pad on the right.</summary>
    public bool Left;

    /// <summary><c>+</c>: a plus sign before what is not negative.</summary>
    public bool Plus;

    /// <summary>Space: a space before what is not negative.</summary>
    public bool Space;

    /// <summary><c>#</c>: the alternate form.</summary>
    public bool Alternate;

    /// <summary><c>0</c>: pad with zeros after the sign.</summary>
    public bool Zero;

    /// <summary>The least number of bytes; never negative.</summary>
    public int Width;

    /// <summary>The number after the point, or <see cref="NoPrecision"/>.</summary>
    public int Precision;

    /// <summary>The argument's size in bytes, as <see cref="LengthModifier"/> says.</summary>
    public int Size;

    /// <summary>The conversion's letter; 0 when the format ended before it.</summary>
    public byte Conversion;

    /// <summary>A specification with nothing set, an <c>int</c> wide.</summary>
    public static FormatSpecification Plain
    {
        get
        {
            FormatSpecification plain = default;
            plain.Precision = NoPrecision;
            plain.Size = sizeof(int);
            return plain;
        }
    }

    /// <summary>Reads a specification.</summary>
    /// <param name="format">The byte after the percent sign.</param>
    /// <param name="arguments">Where <c>*</c> takes its value.</param>
    /// <param name="result">The specification.</param>
    /// <returns>The byte after the conversion's letter, or the terminator.</returns>
    public static byte* Read(byte* format, VariableArguments* arguments, FormatSpecification* result)
    {
        *result = Plain;
        while (result->ReadFlag(*format))
        {
            format++;
        }
        format = ReadNumber(format, arguments, &result->Width);
        if (result->Width < 0)
        {
            result->Left = true;
            result->Width = result->Width == int.MinValue ? int.MaxValue : -result->Width;
        }
        if (*format == '.')
        {
            format = ReadNumber(format + 1, arguments, &result->Precision);
            if (result->Precision < 0)
            {
                result->Precision = NoPrecision;
            }
        }
        format = LengthModifier.Read(format, &result->Size);
        result->Conversion = *format;
        return *format == 0 ? format : format + 1;
    }

    private bool ReadFlag(byte letter)
    {
        switch (letter)
        {
            case (byte)'-':
                Left = true;
                return true;
            case (byte)'+':
                Plus = true;
                return true;
            case (byte)' ':
                Space = true;
                return true;
            case (byte)'#':
                Alternate = true;
                return true;
            case (byte)'0':
                Zero = true;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads digits, of which there may be none, or takes the next argument for <c>*</c>.</summary>
    private static byte* ReadNumber(byte* format, VariableArguments* arguments, int* number)
    {
        if (*format == '*')
        {
            *number = (int)arguments->NextInteger();
            return format + 1;
        }
        long value = 0;
        for (; CharacterClass.IsDigit(*format); format++)
        {
            value = (value * 10) + (*format - '0');
            if (value > int.MaxValue)
            {
                value = int.MaxValue;
            }
        }
        *number = (int)value;
        return format;
    }
}
