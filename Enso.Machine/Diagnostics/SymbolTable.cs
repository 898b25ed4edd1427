using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Diagnostics;

/// <summary>Names of the image's own code: from an address to a function, a source file and a line.</summary>
/// <remarks>The table is a run of read-only bytes at the end of the image. Looking something up allocates
/// nothing, calls nothing of the runtime and takes no lock, so a panic may do it, on several cores at once.
/// Without a table (the image's first link, or a damaged one) everything is unknown.</remarks>
internal static unsafe class SymbolTable
{
    private const int BaseField = 8;
    private const int TotalField = 16;
    private const int SymbolsField = 20;
    private const int BlocksField = 24;
    private const int FilesField = 32;
    private const int DirectoriesField = 40;
    private const int LowerField = 48;
    private const int ManagedField = 56;

    // All zero until Initialize accepts a table; then never changed.
    private static byte* s_table;
    private static byte* s_end;
    private static ulong s_base;
    private static uint s_symbolCount;

    /// <summary>Functions that the table names; 0 without a table.</summary>
    public static uint Count => s_symbolCount;

    /// <summary>Takes the table that the build put into the image.</summary>
    public static bool InitializeFromImage() => Initialize(ImageTable(), ImageTableLength());

    /// <summary>Takes a table; false, and everything is unknown, when the bytes are not one.</summary>
    /// <param name="blob">The table, which must stay where it is; may be null when the length is 0.</param>
    /// <param name="length">Its bytes.</param>
    public static bool Initialize(byte* blob, ulong length)
    {
        s_symbolCount = 0;
        s_table = null;
        s_end = null;
        if (blob == null || length < SymbolTableLayout.HeaderSize)
        {
            return false;
        }
        // SAFETY: the header was just seen to be inside the bytes that the caller vouches for.
        if (*(uint*)blob != SymbolTableLayout.Magic
            || *(ushort*)(blob + 4) != SymbolTableLayout.Version
            || *(uint*)(blob + TotalField) > length)
        {
            return false;
        }
        ulong total = *(uint*)(blob + TotalField);
        if (!Fits(blob, BlocksField, SymbolTableLayout.BlockSize, total)
            || !Fits(blob, FilesField, SymbolTableLayout.FileSize, total)
            || !Fits(blob, DirectoriesField, sizeof(uint), total)
            || !Fits(blob, LowerField, SymbolTableLayout.RangeSize, total)
            || !Fits(blob, ManagedField, SymbolTableLayout.RangeSize, total))
        {
            return false;
        }
        s_base = *(ulong*)(blob + BaseField);
        s_end = blob + total;
        s_table = blob;
        s_symbolCount = *(uint*)(blob + SymbolsField);
        return true;
    }

    /// <summary>Whether the address is code of the lower half.</summary>
    public static bool IsLower(ulong address) => InRanges(LowerField, address);

    /// <summary>Whether the address is compiled C#, of either half.</summary>
    public static bool IsManaged(ulong address) => InRanges(ManagedField, address);

    /// <summary>Finds the function that holds an address, and the line. For a return address, ask for the
    /// byte before it: that is still inside the call.</summary>
    /// <returns>Whether it was found; if not, <paramref name="info"/> is empty.</returns>
    public static bool TryFind(ulong address, SymbolInfo* info)
    {
        // SAFETY: the caller gives room for one structure; blocks are inside the table by Initialize's check.
        info->Start = 0;
        info->Size = 0;
        info->Line = 0;
        info->Flags = 0;
        info->NameLength = 0;
        info->FileLength = 0;
        info->NameText[0] = 0;
        info->FileText[0] = 0;
        uint count = CountOf(BlocksField);
        if (count == 0 || address < s_base || address - s_base > uint.MaxValue)
        {
            return false;
        }
        uint target = (uint)(address - s_base);
        byte* blocks = s_table + OffsetOf(BlocksField);
        uint low = 0;
        uint high = count;
        while (low < high)
        {
            uint middle = low + ((high - low) / 2);
            if (*(uint*)(blocks + ((ulong)middle * SymbolTableLayout.BlockSize)) <= target)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low != 0 && FindInBlock(low - 1, target, info);
    }

    private static bool FindInBlock(uint block, uint target, SymbolInfo* info)
    {
        // SAFETY: the block's entry is inside the table; cursors stop at the table's end.
        uint* entry = (uint*)(s_table + OffsetOf(BlocksField) + ((ulong)block * SymbolTableLayout.BlockSize));
        ulong left = s_symbolCount - ((ulong)block * SymbolTableLayout.SymbolsPerBlock);
        if (left > SymbolTableLayout.SymbolsPerBlock)
        {
            left = SymbolTableLayout.SymbolsPerBlock;
        }
        SymbolCursor symbols = At(entry[1]);
        ulong start = entry[0];
        ulong rowsAt = entry[3];
        for (uint i = 0; i < left; i++)
        {
            start += symbols.Varint();
            ulong size = symbols.Varint();
            byte flags = symbols.U8();
            ulong rowsLength = symbols.Varint();
            if (start > target)
            {
                return false;
            }
            if (target - start < size)
            {
                info->Start = s_base + start;
                info->Size = (uint)size;
                info->Flags = flags;
                ReadName(entry[2], i, info);
                ReadLine(rowsAt, rowsLength, target - start, info);
                return true;
            }
            rowsAt += rowsLength;
        }
        return false;
    }

    private static void ReadName(ulong namesAt, uint index, SymbolInfo* info)
    {
        // SAFETY: every write is below the buffer's capacity less one, which leaves room for the final zero.
        byte* text = info->NameText;
        SymbolCursor names = At(namesAt);
        ulong length = 0;
        for (uint i = 0; i <= index; i++)
        {
            ulong shared = names.Varint();
            ulong added = names.Varint();
            length = shared < length ? shared : length;
            for (; added > 0 && !names.AtEnd; added--)
            {
                byte value = names.U8();
                if (length < SymbolInfo.NameCapacity - 1)
                {
                    text[length++] = value;
                }
            }
        }
        text[length] = 0;
        info->NameLength = (int)length;
    }

    private static void ReadLine(ulong rowsAt, ulong length, ulong offset, SymbolInfo* info)
    {
        if (length == 0 || rowsAt > (ulong)(s_end - s_table) || length > (ulong)(s_end - s_table) - rowsAt)
        {
            return;
        }
        // SAFETY: the range was just seen to be inside the table.
        SymbolCursor rows = new(s_table + rowsAt, s_table + rowsAt + length);
        long file = (long)rows.Varint();
        long line = (long)rows.Varint();
        ulong address = 0;
        while (!rows.AtEnd)
        {
            ulong step = rows.Varint();
            address += step >> 1;
            if (address > offset)
            {
                break;
            }
            if ((step & 1) != 0)
            {
                file += rows.Zigzag();
            }
            line += rows.Zigzag();
        }
        if (file > 0 && file < CountOf(FilesField))
        {
            info->Line = (uint)line;
            ReadFile((uint)file, info);
        }
    }

    private static void ReadFile(uint file, SymbolInfo* info)
    {
        // SAFETY: the file's entry is inside the table by Initialize's check; the directory's number is
        // compared before it is used; Text checks offsets; writes stay below the capacity less one.
        uint* entry = (uint*)(s_table + OffsetOf(FilesField) + ((ulong)file * SymbolTableLayout.FileSize));
        byte* directory = s_end;
        if (entry[0] < CountOf(DirectoriesField))
        {
            directory = Text(((uint*)(s_table + OffsetOf(DirectoriesField)))[entry[0]]);
        }
        byte* name = Text(entry[1]);
        ulong directoryLength = LengthOf(directory);
        ulong nameLength = LengthOf(name);
        ulong separator = directoryLength != 0 ? 1u : 0u;
        ulong total = directoryLength + separator + nameLength;
        ulong room = SymbolInfo.FileCapacity - 1;
        // The end of a path says more than its start.
        ulong skipped = total > room ? total - room : 0;
        byte* text = info->FileText;
        ulong length = 0;
        for (ulong i = skipped; i < total; i++)
        {
            text[length++] = i < directoryLength ? directory[i]
                : i < directoryLength + separator ? (byte)'/'
                : name[i - directoryLength - separator];
        }
        text[length] = 0;
        info->FileLength = (int)length;
    }

    private static bool InRanges(int field, ulong address)
    {
        uint count = CountOf(field);
        if (count == 0 || address < s_base || address - s_base > uint.MaxValue)
        {
            return false;
        }
        // SAFETY: the ranges are inside the table by Initialize's check.
        uint target = (uint)(address - s_base);
        uint* ranges = (uint*)(s_table + OffsetOf(field));
        uint low = 0;
        uint high = count;
        while (low < high)
        {
            uint middle = low + ((high - low) / 2);
            if (target >= ranges[((ulong)middle * 2) + 1])
            {
                low = middle + 1;
            }
            else if (target < ranges[(ulong)middle * 2])
            {
                high = middle;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    private static bool Fits(byte* table, int field, uint entrySize, ulong total)
    {
        // SAFETY: called with fields of a header that is inside the table.
        ulong count = *(uint*)(table + field);
        ulong offset = *(uint*)(table + field + 4);
        return offset <= total && count <= (total - offset) / entrySize;
    }

    private static uint CountOf(int field)
    {
        // SAFETY: a table that is set has a whole header.
        byte* table = s_table;
        return table == null ? 0 : *(uint*)(table + field);
    }

    private static uint OffsetOf(int field)
    {
        // SAFETY: only called when there is a table, which has a whole header.
        return *(uint*)(s_table + field + 4);
    }

    private static SymbolCursor At(ulong offset)
    {
        ulong total = (ulong)(s_end - s_table);
        return new SymbolCursor(s_table + (offset < total ? offset : total), s_end);
    }

    private static byte* Text(ulong offset) => offset < (ulong)(s_end - s_table) ? s_table + offset : s_end;

    private static ulong LengthOf(byte* text)
    {
        // SAFETY: stops at the table's end.
        ulong length = 0;
        while (text + length < s_end && text[length] != 0)
        {
            length++;
        }
        return length;
    }

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_symbols_address")]
    private static extern byte* ImageTable();

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_symbols_length")]
    private static extern ulong ImageTableLength();
}
