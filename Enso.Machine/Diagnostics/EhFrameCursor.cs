namespace Enso.Machine.Diagnostics;

/// <summary>Reads the encodings of <c>.eh_frame</c> (Linux Standard Base, "DWARF Extensions"). Past the end
/// it reads zeros and remembers that it did.</summary>
internal unsafe struct EhFrameCursor
{
    /// <summary>The encoding of a pointer that is left out.</summary>
    public const byte Omitted = 0xFF;

    private const int FormatMask = 0x0F;
    private const int BaseMask = 0x70;
    private const int Indirect = 0x80;
    private const int BaseAbsolute = 0x00;
    private const int BaseHere = 0x10;
    private const int BaseTable = 0x30;

    private byte* _next;
    private byte* _end;
    private bool _failed;

    /// <summary>Starts at <paramref name="next"/>.</summary>
    public EhFrameCursor(byte* next, byte* end)
    {
        _next = next;
        _end = end;
        _failed = false;
    }

    /// <summary>The next byte's address.</summary>
    public readonly byte* Next => _next;

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => _next >= _end;

    /// <summary>Whether something could not be read.</summary>
    public readonly bool Failed => _failed;

    /// <summary>An unsigned number of 1, 2, 4 or 8 bytes.</summary>
    public ulong Unsigned(int size)
    {
        // SAFETY: the bytes are below the end that the caller vouches for.
        if (_end - _next < size)
        {
            _failed = true;
            _next = _end;
            return 0;
        }
        ulong value = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            value = (value << 8) | _next[i];
        }
        _next += size;
        return value;
    }

    /// <summary>A signed number of 1, 2, 4 or 8 bytes.</summary>
    public long Signed(int size)
    {
        int unused = 64 - (size * 8);
        return (long)(Unsigned(size) << unused) >> unused;
    }

    /// <summary>One byte.</summary>
    public byte U8() => (byte)Unsigned(1);

    /// <summary>An unsigned LEB128 number.</summary>
    public ulong Uleb()
    {
        ulong value = 0;
        int shift = 0;
        byte part;
        do
        {
            part = U8();
            if (shift < 64)
            {
                value |= (ulong)(part & 0x7F) << shift;
            }
            shift += 7;
        }
        while (part >= 0x80 && !_failed);
        return value;
    }

    /// <summary>A signed LEB128 number.</summary>
    public long Sleb()
    {
        long value = 0;
        int shift = 0;
        byte part;
        do
        {
            part = U8();
            if (shift < 64)
            {
                value |= (long)(part & 0x7F) << shift;
            }
            shift += 7;
        }
        while (part >= 0x80 && !_failed);
        return shift < 64 && (part & 0x40) != 0 ? value | (-1L << shift) : value;
    }

    /// <summary>A pointer in one of the encodings; <paramref name="table"/> is what table-relative ones count
    /// from. One that must be fetched from elsewhere is read past, and is 0.</summary>
    public ulong Pointer(byte encoding, ulong table)
    {
        if (encoding == Omitted)
        {
            return 0;
        }
        ulong here = (ulong)_next;
        ulong value = Value(encoding & FormatMask);
        switch (encoding & BaseMask)
        {
            case BaseAbsolute:
                break;
            case BaseHere:
                value += here;
                break;
            case BaseTable:
                value += table;
                break;
            default:
                _failed = true;
                break;
        }
        return (encoding & Indirect) != 0 ? 0 : value;
    }

    /// <summary>A length: a pointer's format without its base.</summary>
    public ulong Length(byte encoding) => Value(encoding & FormatMask);

    /// <summary>Moves on by <paramref name="count"/> bytes; fails beyond the end.</summary>
    public void Skip(ulong count)
    {
        if (count > (ulong)(_end - _next))
        {
            _failed = true;
            count = (ulong)(_end - _next);
        }
        _next += count;
    }

    /// <summary>Moves by a signed distance between <paramref name="start"/> and the end; fails
    /// outside.</summary>
    public void Jump(byte* start, long distance)
    {
        byte* target = _next + distance;
        if (target < start || target > _end)
        {
            _failed = true;
            target = _end;
        }
        _next = target;
    }

    private ulong Value(int format)
    {
        switch (format)
        {
            case 0x00 or 0x04 or 0x0C:
                return Unsigned(8);
            case 0x01:
                return Uleb();
            case 0x02:
                return Unsigned(2);
            case 0x03:
                return Unsigned(4);
            case 0x09:
                return (ulong)Sleb();
            case 0x0A:
                return (ulong)Signed(2);
            case 0x0B:
                return (ulong)Signed(4);
            default:
                _failed = true;
                return 0;
        }
    }
}
