namespace Enso.Machine.Diagnostics;

/// <summary>Finds a function's unwind description through the sorted table that the linker makes:
/// <c>.eh_frame_hdr</c> (Linux Standard Base, "Exception Frame Header").</summary>
internal static unsafe class EhFrameTable
{
    private const byte SupportedVersion = 1;
    private const int EntrySize = 8;

    // Signed 32-bit offsets from the header: what both GNU ld and lld write.
    private const byte SortedEncoding = 0x3B;

    // Zero until Initialize accepts a header.
    private static byte* s_header;
    private static int* s_entries;
    private static ulong s_count;

    /// <summary>Functions that the table describes.</summary>
    public static ulong Count => s_count;

    /// <summary>Takes the header; false, and nothing is found, when there is none or it is of another kind.
    /// </summary>
    public static bool Initialize(byte* header)
    {
        s_count = 0;
        // SAFETY: the caller passes the image's own header, or null.
        if (header == null || header[0] != SupportedVersion || header[3] != SortedEncoding)
        {
            return false;
        }
        // The linker sets the length of the table, and the header does not say its own: three encoded
        // numbers.
        EhFrameCursor cursor = new(header + 4, header + 4 + (3 * sizeof(ulong)));
        cursor.Pointer(header[1], (ulong)header);
        ulong count = cursor.Pointer(header[2], (ulong)header);
        if (cursor.Failed)
        {
            return false;
        }
        s_header = header;
        s_entries = (int*)cursor.Next;
        s_count = count;
        return true;
    }

    /// <summary>Reads the description of the function that holds an address.</summary>
    public static bool TryFind(ulong address, EhFrameEntry* entry)
    {
        // SAFETY: the table has s_count entries; entries point into the image's own .eh_frame.
        long target = (long)(address - (ulong)s_header);
        ulong low = 0;
        ulong high = s_count;
        while (low < high)
        {
            ulong middle = low + ((high - low) / 2);
            if (s_entries[middle * 2] <= target)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low != 0
            && entry->Read(s_header + s_entries[((low - 1) * 2) + 1], (ulong)s_header)
            && address - entry->Start < entry->Size;
    }
}
