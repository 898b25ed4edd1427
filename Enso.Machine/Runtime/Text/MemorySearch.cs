using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>Comparing memory and looking for a byte in it. Filling and copying are in
/// <c>instructions.S</c>.</summary>
internal static unsafe class MemorySearch
{
    /// <summary>Orders two ranges by their unsigned bytes.</summary>
    [RuntimeExport("memcmp")]
    internal static int Compare(void* left, void* right, ulong count)
    {
        byte* a = (byte*)left;
        byte* b = (byte*)right;
        // SAFETY: whole quadwords only while eight bytes remain in both ranges; x86 reads at any alignment.
        while (count >= sizeof(ulong) && *(ulong*)a == *(ulong*)b)
        {
            a += sizeof(ulong);
            b += sizeof(ulong);
            count -= sizeof(ulong);
        }
        for (; count != 0; count--, a++, b++)
        {
            if (*a != *b)
            {
                return *a - *b;
            }
        }
        return 0;
    }

    /// <summary>Whether two ranges differ: what compilers make of a <c>memcmp</c> whose sign nobody looks at.
    /// </summary>
    [RuntimeExport("bcmp")]
    internal static int Differ(void* left, void* right, ulong count) => Compare(left, right, count);

    /// <summary>The first occurrence of a byte in a range, or null.</summary>
    [RuntimeExport("memchr")]
    internal static void* Find(void* range, int value, ulong count)
    {
        // SAFETY: reads stay within count bytes of range, which the caller vouches for.
        for (byte* at = (byte*)range; count != 0; count--, at++)
        {
            if (*at == (byte)value)
            {
                return at;
            }
        }
        return null;
    }
}
