using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>More of <c>string.h</c>: the first of a set of bytes, and tokens from one place that all callers share.
/// </summary>
/// <remarks>SAFETY: as in C, the caller promises that strings end in zero.</remarks>
internal static unsafe class TokenSearch
{
    private struct Remainder
    {
        public byte* Text;
    }

    // POSIX does not ask strtok to be safe between threads.
    private static Remainder s_remainder;

    /// <summary>The first byte that is one of a set, or null.</summary>
    [RuntimeExport("strpbrk")]
    internal static byte* FirstOf(byte* text, byte* set)
    {
        byte* found = text + StringSearch.SpanOutside(text, set);
        return *found != 0 ? found : null;
    }

    /// <summary>The next token of the string that an earlier call was given, or the first of a new one.</summary>
    [RuntimeExport("strtok")]
    internal static byte* NextToken(byte* text, byte* delimiters)
        => text == null && s_remainder.Text == null
            ? null
            : StringSearch.NextToken(text, delimiters, &Pointers.Of(ref s_remainder)->Text);
}
