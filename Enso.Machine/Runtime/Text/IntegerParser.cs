using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>Reading integers: the <c>strtol</c> family of <c>stdlib.h</c> and the parser that
/// <see cref="Scanner"/> shares with it. <c>long</c> and <c>long long</c> are both 64 bits.</summary>
/// <remarks>SAFETY: text ends in zero, which is no digit, so no read goes beyond it.</remarks>
internal static unsafe class IntegerParser
{
    /// <summary>Reads optional white space, an optional sign, an optional <c>0x</c> or <c>0</c>, and
    /// digits.</summary>
    /// <param name="text">The text, ended by zero.</param>
    /// <param name="limit">How many bytes to read at most.</param>
    /// <param name="radix">2 to 36, or 0 to let the prefix decide.</param>
    internal static ParsedInteger Parse(byte* text, long limit, uint radix)
    {
        ParsedInteger result = default;
        long i = 0;
        while (i < limit && CharacterClass.IsSpace(text[i]))
        {
            i++;
        }
        if (i < limit && (text[i] == '-' || text[i] == '+'))
        {
            result.Negative = text[i++] == '-';
        }
        // "0x" is a prefix only when a digit follows; otherwise the number is the 0 and ends before the x.
        if ((radix == 0 || radix == 16) && i + 2 < limit && text[i] == '0' && (text[i + 1] | 0x20) == 'x'
            && CharacterClass.DigitValue(text[i + 2]) < 16)
        {
            i += 2;
            radix = 16;
        }
        else if (radix == 0)
        {
            radix = i < limit && text[i] == '0' ? 8u : 10u;
        }
        for (; i < limit; i++)
        {
            uint digit = CharacterClass.DigitValue(text[i]);
            if (digit >= radix)
            {
                break;
            }
            if (result.Magnitude > (ulong.MaxValue - digit) / radix)
            {
                result.Overflow = true;
            }
            result.Magnitude = (result.Magnitude * radix) + digit;
            result.Consumed = i + 1;
        }
        return result;
    }

    /// <summary>Reads a signed integer; sets <c>errno</c> and returns the bound when it does not
    /// fit.</summary>
    [RuntimeExport("strtol")]
    internal static long ToInt64(byte* text, byte** end, int radix)
    {
        ParsedInteger parsed = ParseWithEnd(text, end, radix);
        if (parsed.OverflowsSigned)
        {
            *TextImports.ErrorNumber() = TextImports.OutOfRange;
        }
        return parsed.Signed;
    }

    /// <summary><see cref="ToInt64"/> for <c>long long</c>.</summary>
    [RuntimeExport("strtoll")]
    internal static long ToLongLong(byte* text, byte** end, int radix) => ToInt64(text, end, radix);

    /// <summary>Reads an unsigned integer; sets <c>errno</c> and returns the bound when it does not
    /// fit.</summary>
    [RuntimeExport("strtoul")]
    internal static ulong ToUInt64(byte* text, byte** end, int radix)
    {
        ParsedInteger parsed = ParseWithEnd(text, end, radix);
        if (parsed.Overflow)
        {
            *TextImports.ErrorNumber() = TextImports.OutOfRange;
        }
        return parsed.Unsigned;
    }

    /// <summary><see cref="ToUInt64"/> for <c>unsigned long long</c>.</summary>
    [RuntimeExport("strtoull")]
    internal static ulong ToUnsignedLongLong(byte* text, byte** end, int radix) => ToUInt64(text, end, radix);

    /// <summary>Reads a decimal <c>int</c>; a value that does not fit keeps its low 32 bits.</summary>
    [RuntimeExport("atoi")]
    internal static int ToInt(byte* text) => (int)Parse(text, long.MaxValue, 10).Signed;

    /// <summary>Reads a decimal <c>long</c>.</summary>
    [RuntimeExport("atol")]
    internal static long ToLong(byte* text) => Parse(text, long.MaxValue, 10).Signed;

    private static ParsedInteger ParseWithEnd(byte* text, byte** end, int radix)
    {
        ParsedInteger parsed = default;
        if (radix < 0 || radix == 1 || radix > 36)
        {
            *TextImports.ErrorNumber() = TextImports.InvalidArgument;
        }
        else
        {
            parsed = Parse(text, long.MaxValue, (uint)radix);
        }
        if (end != null)
        {
            *end = text + parsed.Consumed;
        }
        return parsed;
    }
}
