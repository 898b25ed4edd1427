namespace Enso.Machine.Diagnostics;

/// <summary>One function's unwind description: a frame description entry with what it takes from its common
/// entry (DWARF version 5, section 6.4.1, with the augmentations of <c>.eh_frame</c>).</summary>
internal unsafe struct EhFrameEntry
{
    private const uint LongLength = 0xFFFF_FFFF;
    private const int MaximumAugmentation = 8;

    /// <summary>The function's first address.</summary>
    public ulong Start;

    /// <summary>The function's bytes.</summary>
    public ulong Size;

    /// <summary>The instructions that all functions of the common entry begin with.</summary>
    public byte* CommonProgram;

    /// <summary>Their end.</summary>
    public byte* CommonEnd;

    /// <summary>The function's own instructions.</summary>
    public byte* Program;

    /// <summary>Their end.</summary>
    public byte* End;

    /// <summary>What address steps are multiplied by.</summary>
    public ulong CodeAlignment;

    /// <summary>What factored offsets are multiplied by.</summary>
    public long DataAlignment;

    /// <summary>The column that holds the return address.</summary>
    public ulong ReturnColumn;

    /// <summary>How this entry writes addresses.</summary>
    public byte PointerEncoding;

    /// <summary>Whether the frame was made by an interrupt: its caller stopped at the address
    /// itself.</summary>
    public bool IsSignalFrame;

    private bool _hasAugmentation;

    /// <summary>Reads the entry at <paramref name="address"/>; false when it is not one that can be
    /// used.</summary>
    /// <param name="address">The entry's length field.</param>
    /// <param name="table">What table-relative pointers count from.</param>
    public bool Read(byte* address, ulong table)
    {
        // SAFETY: the caller took the address from the image's own search table, so a length is there;
        // everything else is read through a cursor that stops at that length.
        byte* body = Body(address, out byte* end);
        EhFrameCursor cursor = new(body, end);
        uint distance = (uint)cursor.Unsigned(4);
        // Zero marks a common entry, which describes no function.
        if (distance == 0 || cursor.Failed || !ReadCommon(body - distance, table))
        {
            return false;
        }
        Start = cursor.Pointer(PointerEncoding, table);
        Size = cursor.Length(PointerEncoding);
        if (_hasAugmentation)
        {
            cursor.Skip(cursor.Uleb());
        }
        Program = cursor.Next;
        End = end;
        return !cursor.Failed;
    }

    private bool ReadCommon(byte* address, ulong table)
    {
        byte* body = Body(address, out byte* end);
        EhFrameCursor cursor = new(body, end);
        if (cursor.Unsigned(4) != 0)
        {
            return false;
        }
        int version = cursor.U8();
        byte* augmentation = cursor.Next;
        int letters = 0;
        while (cursor.U8() != 0)
        {
            letters++;
        }
        if (version is not (1 or 3 or 4) || letters > MaximumAugmentation)
        {
            return false;
        }
        if (version == 4)
        {
            cursor.Skip(2);
        }
        CodeAlignment = cursor.Uleb();
        DataAlignment = cursor.Sleb();
        ReturnColumn = version == 1 ? cursor.U8() : cursor.Uleb();
        PointerEncoding = 0;
        IsSignalFrame = false;
        _hasAugmentation = letters > 0 && augmentation[0] == 'z';
        if (letters > 0 && !_hasAugmentation)
        {
            return false;
        }
        if (_hasAugmentation)
        {
            ulong length = cursor.Uleb();
            EhFrameCursor data = cursor;
            cursor.Skip(length);
            ReadAugmentation(augmentation + 1, letters - 1, ref data, table);
            if (data.Failed)
            {
                return false;
            }
        }
        CommonProgram = cursor.Next;
        CommonEnd = end;
        return !cursor.Failed;
    }

    private void ReadAugmentation(byte* letters, int count, ref EhFrameCursor data, ulong table)
    {
        for (int i = 0; i < count; i++)
        {
            switch (letters[i])
            {
                case (byte)'R':
                    PointerEncoding = data.U8();
                    break;
                case (byte)'P':
                    byte personality = data.U8();
                    data.Pointer(personality, table);
                    break;
                case (byte)'L':
                    data.U8();
                    break;
                case (byte)'S':
                    IsSignalFrame = true;
                    break;
                default:
                    // What an unknown letter means is unknown, and so is the size of its data: the rest is
                    // skipped.
                    return;
            }
        }
    }

    private static byte* Body(byte* address, out byte* end)
    {
        uint length = *(uint*)address;
        byte* body = address + 4;
        if (length == LongLength)
        {
            end = body + 8 + *(ulong*)body;
            return body + 8;
        }
        end = body + length;
        return body;
    }
}
