namespace Enso.Machine.Runtime.Text;

/// <summary>One conversion of a <c>scanf</c> format: <c>%[*][width][length]conversion</c>
/// (C99, section 7.19.6.2).</summary>
internal unsafe struct ScanDirective
{
    /// <summary><c>*</c>: read and store nothing.</summary>
    public bool Suppress;

    /// <summary>The most bytes to read; <see cref="long.MaxValue"/> when the format gives none.</summary>
    public long Width;

    /// <summary>The size in bytes of what an integer is stored into, as <see cref="LengthModifier"/>
    /// says.</summary>
    public int Size;

    /// <summary>The conversion's letter; 0 when the format ended before it.</summary>
    public byte Conversion;

    /// <summary>The bytes between the brackets of a set, the leading <c>^</c> not included.</summary>
    public byte* Set;

    /// <summary>The set's closing bracket.</summary>
    public byte* SetEnd;

    /// <summary>Whether the set is of the bytes that do not match.</summary>
    public bool Complement;

    /// <summary>Whether white space before the input is passed over.</summary>
    public readonly bool SkipsSpace => Conversion is not ((byte)'c' or (byte)'[' or (byte)'n');

    /// <summary>Reads a directive.</summary>
    /// <param name="format">The byte after the percent sign.</param>
    /// <param name="result">The directive.</param>
    /// <returns>The byte after the directive, or the terminator.</returns>
    public static byte* Read(byte* format, ScanDirective* result)
    {
        *result = default;
        if (*format == '*')
        {
            result->Suppress = true;
            format++;
        }
        for (; CharacterClass.IsDigit(*format); format++)
        {
            if (result->Width < int.MaxValue)
            {
                result->Width = (result->Width * 10) + (*format - '0');
            }
        }
        format = LengthModifier.Read(format, &result->Size);
        result->Conversion = *format;
        if (result->Width == 0)
        {
            result->Width = result->Conversion == 'c' ? 1 : long.MaxValue;
        }
        if (*format == '[')
        {
            return ReadSet(format + 1, result);
        }
        return *format == 0 ? format : format + 1;
    }

    /// <summary>Whether the conversion is of text and takes this byte.</summary>
    public readonly bool Takes(byte value)
    {
        return Conversion switch
        {
            (byte)'s' => !CharacterClass.IsSpace(value),
            (byte)'[' => IsListed(value) != Complement,
            _ => true,
        };
    }

    private static byte* ReadSet(byte* format, ScanDirective* result)
    {
        if (*format == '^')
        {
            result->Complement = true;
            format++;
        }
        result->Set = format;
        // A bracket in the first place is a member and closes nothing.
        if (*format == ']')
        {
            format++;
        }
        while (*format != 0 && *format != ']')
        {
            format++;
        }
        result->SetEnd = format;
        return *format == 0 ? format : format + 1;
    }

    private readonly bool IsListed(byte value)
    {
        // SAFETY: reads stay within [Set, SetEnd), which ReadSet found in the format.
        for (byte* at = Set; at < SetEnd; at++)
        {
            if (at + 2 < SetEnd && at[1] == '-')
            {
                if (value >= at[0] && value <= at[2])
                {
                    return true;
                }
                at += 2;
            }
            else if (*at == value)
            {
                return true;
            }
        }
        return false;
    }
}
