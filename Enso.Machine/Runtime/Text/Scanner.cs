using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary><c>sscanf</c>. Conversions <c>d i u o x X p s c [ n %</c> with <c>*</c>, width and
/// length.</summary>
/// <remarks>Not here: floating point, wide characters, <c>%m</c>; such a conversion ends the scan.</remarks>
internal static unsafe class Scanner
{
    private const int EndOfInput = -1;

    /// <summary>Reads values from a string as a format says.</summary>
    /// <returns>How many values were stored; -1 when the input ended before the first.</returns>
    [RuntimeExport("vsscanf")]
    [Partial("no floating point, wide characters or %m: such a conversion ends the scan")]
    internal static int Scan(byte* input, byte* format, VariableArguments* arguments)
    {
        // SAFETY: both strings end in zero, and the format says what the arguments point at.
        byte* start = input;
        int stored = 0;
        while (*format != 0)
        {
            if (CharacterClass.IsSpace(*format))
            {
                input = SkipSpace(input);
                format++;
                continue;
            }
            if (*format != '%')
            {
                if (*input != *format)
                {
                    return Stopped(input, stored);
                }
                input++;
                format++;
                continue;
            }
            ScanDirective directive;
            format = ScanDirective.Read(format + 1, &directive);
            if (directive.SkipsSpace)
            {
                input = SkipSpace(input);
            }
            byte* next = input;
            if (directive.Conversion == 'n')
            {
                StoreInteger(&directive, arguments, (ulong)(input - start));
                continue;
            }
            if (!Convert(&next, &directive, arguments))
            {
                return Stopped(input, stored);
            }
            input = next;
            stored += directive.Suppress || directive.Conversion == '%' ? 0 : 1;
        }
        return stored;
    }

    private static int Stopped(byte* input, int stored) => stored == 0 && *input == 0 ? EndOfInput : stored;

    private static byte* SkipSpace(byte* input)
    {
        while (CharacterClass.IsSpace(*input))
        {
            input++;
        }
        return input;
    }

    /// <summary>Carries out one conversion and moves the input on; false when the input does not
    /// match.</summary>
    private static bool Convert(byte** input, ScanDirective* directive, VariableArguments* arguments)
    {
        switch (directive->Conversion)
        {
            case (byte)'d':
            case (byte)'u':
                return ConvertInteger(input, directive, arguments, 10);
            case (byte)'i':
                return ConvertInteger(input, directive, arguments, 0);
            case (byte)'o':
                return ConvertInteger(input, directive, arguments, 8);
            case (byte)'p':
                directive->Size = sizeof(ulong);
                return ConvertInteger(input, directive, arguments, 16);
            case (byte)'x':
            case (byte)'X':
                return ConvertInteger(input, directive, arguments, 16);
            case (byte)'s':
            case (byte)'c':
            case (byte)'[':
                return ConvertText(input, directive, arguments);
            case (byte)'%':
                bool matches = **input == '%';
                *input += matches ? 1 : 0;
                return matches;
            default:
                return false;
        }
    }

    private static bool ConvertInteger(
        byte** input, ScanDirective* directive, VariableArguments* arguments, uint radix)
    {
        ParsedInteger parsed = IntegerParser.Parse(*input, directive->Width, radix);
        if (parsed.Consumed == 0)
        {
            return false;
        }
        *input += parsed.Consumed;
        bool signed = directive->Conversion is (byte)'d' or (byte)'i';
        StoreInteger(directive, arguments, signed ? (ulong)parsed.Signed : parsed.Unsigned);
        return true;
    }

    private static bool ConvertText(byte** input, ScanDirective* directive, VariableArguments* arguments)
    {
        byte* text = *input;
        long length = 0;
        while (length < directive->Width && text[length] != 0 && directive->Takes(text[length]))
        {
            length++;
        }
        bool characters = directive->Conversion == 'c';
        if (length == 0 || (characters && length != directive->Width))
        {
            return false;
        }
        *input += length;
        if (directive->Suppress)
        {
            return true;
        }
        byte* destination = arguments->NextPointer();
        for (long i = 0; i < length; i++)
        {
            destination[i] = text[i];
        }
        if (!characters)
        {
            destination[length] = 0;
        }
        return true;
    }

    private static void StoreInteger(ScanDirective* directive, VariableArguments* arguments, ulong value)
    {
        if (directive->Suppress)
        {
            return;
        }
        byte* destination = arguments->NextPointer();
        switch (directive->Size)
        {
            case sizeof(sbyte):
                *destination = (byte)value;
                break;
            case sizeof(short):
                *(ushort*)destination = (ushort)value;
                break;
            case sizeof(int):
                *(uint*)destination = (uint)value;
                break;
            default:
                *(ulong*)destination = value;
                break;
        }
    }
}
