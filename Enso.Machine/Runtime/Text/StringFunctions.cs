using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>The functions of <c>string.h</c> that measure, compare, copy and join zero-terminated strings.
/// Searching is in <see cref="StringSearch"/>.</summary>
/// <remarks>SAFETY: as in C, the caller promises that strings end in zero and that destinations have room;
/// nothing is read beyond a terminator or a given bound.</remarks>
internal static unsafe class StringFunctions
{
    /// <summary>The bytes before the terminator.</summary>
    [RuntimeExport("strlen")]
    internal static ulong Length(byte* text)
    {
        byte* end = text;
        while (*end != 0)
        {
            end++;
        }
        return (ulong)(end - text);
    }

    /// <summary>The bytes before the terminator, <paramref name="limit"/> at most.</summary>
    [RuntimeExport("strnlen")]
    internal static ulong BoundedLength(byte* text, ulong limit)
    {
        ulong length = 0;
        while (length < limit && text[length] != 0)
        {
            length++;
        }
        return length;
    }

    /// <summary>Orders two strings by their unsigned bytes.</summary>
    [RuntimeExport("strcmp")]
    internal static int Compare(byte* left, byte* right)
    {
        while (*left != 0 && *left == *right)
        {
            left++;
            right++;
        }
        return *left - *right;
    }

    /// <summary>Orders the first <paramref name="limit"/> bytes of two strings.</summary>
    [RuntimeExport("strncmp")]
    internal static int CompareBounded(byte* left, byte* right, ulong limit)
    {
        for (; limit != 0; limit--, left++, right++)
        {
            if (*left != *right || *left == 0)
            {
                return *left - *right;
            }
        }
        return 0;
    }

    /// <summary>Orders two strings, ASCII letters without regard to case.</summary>
    [RuntimeExport("strcasecmp")]
    internal static int CompareIgnoringCase(byte* left, byte* right)
        => CompareBoundedIgnoringCase(left, right, ulong.MaxValue);

    /// <summary>Orders the first <paramref name="limit"/> bytes of two strings, ASCII letters without
    /// regard to case.</summary>
    [RuntimeExport("strncasecmp")]
    internal static int CompareBoundedIgnoringCase(byte* left, byte* right, ulong limit)
    {
        for (; limit != 0; limit--, left++, right++)
        {
            int difference = CharacterClass.ToLower(*left) - CharacterClass.ToLower(*right);
            if (difference != 0 || *left == 0)
            {
                return difference;
            }
        }
        return 0;
    }

    /// <summary>Copies a string with its terminator.</summary>
    [RuntimeExport("strcpy")]
    internal static byte* Copy(byte* destination, byte* source)
    {
        byte* at = destination;
        while ((*at++ = *source++) != 0)
        {
        }
        return destination;
    }

    /// <summary>Copies up to <paramref name="count"/> bytes and fills the rest with zeros; a source that is
    /// as long or longer leaves no terminator.</summary>
    [RuntimeExport("strncpy")]
    internal static byte* CopyBounded(byte* destination, byte* source, ulong count)
    {
        ulong i = 0;
        for (; i < count && source[i] != 0; i++)
        {
            destination[i] = source[i];
        }
        for (; i < count; i++)
        {
            destination[i] = 0;
        }
        return destination;
    }

    /// <summary>Appends a string.</summary>
    [RuntimeExport("strcat")]
    internal static byte* Append(byte* destination, byte* source)
    {
        Copy(destination + Length(destination), source);
        return destination;
    }

    /// <summary>Appends at most <paramref name="count"/> bytes of a string, and a terminator.</summary>
    [RuntimeExport("strncat")]
    internal static byte* AppendBounded(byte* destination, byte* source, ulong count)
    {
        byte* end = destination + Length(destination);
        for (; count != 0 && *source != 0; count--)
        {
            *end++ = *source++;
        }
        *end = 0;
        return destination;
    }

    /// <summary>A copy of a string in memory from <c>malloc</c>, or null when there is none.</summary>
    [RuntimeExport("strdup")]
    internal static byte* Duplicate(byte* text)
    {
        byte* copy = (byte*)TextImports.Allocate(Length(text) + 1);
        return copy == null ? null : Copy(copy, text);
    }

    /// <summary><see cref="Duplicate"/> under the name that GNU headers give it.</summary>
    [RuntimeExport("__strdup")]
    internal static byte* DuplicateInternal(byte* text) => Duplicate(text);
}
