using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>The functions of <c>string.h</c> that look for a byte, a set of bytes or a string in a
/// string.</summary>
/// <remarks>SAFETY: as in C, the caller promises that strings end in zero; nothing is read beyond a
/// terminator. </remarks>
internal static unsafe class StringSearch
{
    /// <summary>The first occurrence of a byte, the terminator included, or null.</summary>
    [RuntimeExport("strchr")]
    internal static byte* First(byte* text, int value)
    {
        byte* found = FirstOrEnd(text, value);
        return *found == (byte)value ? found : null;
    }

    /// <summary>The last occurrence of a byte, the terminator included, or null.</summary>
    [RuntimeExport("strrchr")]
    internal static byte* Last(byte* text, int value)
    {
        byte* found = null;
        for (; ; text++)
        {
            if (*text == (byte)value)
            {
                found = text;
            }
            if (*text == 0)
            {
                return found;
            }
        }
    }

    /// <summary>The first occurrence of a byte, or the terminator.</summary>
    [RuntimeExport("strchrnul")]
    internal static byte* FirstOrEnd(byte* text, int value)
    {
        while (*text != 0 && *text != (byte)value)
        {
            text++;
        }
        return text;
    }

    /// <summary><see cref="FirstOrEnd"/> under the name that GNU headers give it.</summary>
    [RuntimeExport("__strchrnul")]
    internal static byte* FirstOrEndInternal(byte* text, int value) => FirstOrEnd(text, value);

    /// <summary>The first occurrence of a string, or null; the empty string is found at once.</summary>
    [RuntimeExport("strstr")]
    internal static byte* Substring(byte* text, byte* pattern)
    {
        for (; ; text++)
        {
            ulong matched = 0;
            while (pattern[matched] != 0 && text[matched] == pattern[matched])
            {
                matched++;
            }
            if (pattern[matched] == 0)
            {
                return text;
            }
            if (text[matched] == 0)
            {
                // The rest of the text is shorter than the pattern, so no later start can match either.
                return null;
            }
        }
    }

    /// <summary>How many bytes at the start are all in <paramref name="set"/>.</summary>
    [RuntimeExport("strspn")]
    internal static ulong Span(byte* text, byte* set)
    {
        ulong count = 0;
        while (text[count] != 0 && *FirstOrEnd(set, text[count]) != 0)
        {
            count++;
        }
        return count;
    }

    /// <summary>How many bytes at the start are all outside <paramref name="set"/>.</summary>
    [RuntimeExport("strcspn")]
    internal static ulong SpanOutside(byte* text, byte* set)
    {
        ulong count = 0;
        while (text[count] != 0 && *FirstOrEnd(set, text[count]) == 0)
        {
            count++;
        }
        return count;
    }

    /// <summary>The next token of a string, cut off in place; null when there is none.</summary>
    /// <param name="text">The string, or null to go on where <paramref name="position"/> says.</param>
    /// <param name="delimiters">The bytes that separate tokens.</param>
    /// <param name="position">Where to go on, kept for the next call.</param>
    [RuntimeExport("strtok_r")]
    internal static byte* NextToken(byte* text, byte* delimiters, byte** position)
    {
        byte* start = text != null ? text : *position;
        start += Span(start, delimiters);
        byte* end = start + SpanOutside(start, delimiters);
        *position = *end != 0 ? end + 1 : end;
        *end = 0;
        return end != start ? start : null;
    }

    /// <summary><see cref="NextToken"/> under the name that GNU headers give it.</summary>
    [RuntimeExport("__strtok_r")]
    internal static byte* NextTokenInternal(byte* text, byte* delimiters, byte** position)
        => NextToken(text, delimiters, position);
}
