namespace Enso.Machine.Diagnostics;

/// <summary>Reads the table's numbers. Past the end it reads zeros: a damaged table gives a wrong name, never
/// a second fault in the middle of a panic.</summary>
internal unsafe struct SymbolCursor
{
    private byte* _next;
    private byte* _end;

    /// <summary>Starts at <paramref name="next"/>.</summary>
    public SymbolCursor(byte* next, byte* end)
    {
        _next = next;
        _end = end;
    }

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => _next >= _end;

    /// <summary>One byte.</summary>
    public byte U8()
    {
        // SAFETY: read only below the end that the caller vouches for.
        return _next < _end ? *_next++ : (byte)0;
    }

    /// <summary>An unsigned LEB128 number.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = U8();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                break;
            }
        }
        return value;
    }

    /// <summary>A signed number with its sign in the lowest bit.</summary>
    public long Zigzag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Moves on by <paramref name="count"/> bytes, at most to the end.</summary>
    public void Skip(ulong count)
    {
        ulong left = (ulong)(_end - _next);
        _next += count < left ? count : left;
    }
}
