using System.Buffers.Binary;
using System.Text;

namespace Enso.Build.Symbols;

/// <summary>Reads the primitive encodings of DWARF (version 5, section 7) from a run of bytes. Reading past
/// the end throws <see cref="InvalidDataException"/>.</summary>
internal ref struct DwarfReader
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Reads from the start of <paramref name="bytes"/>.</summary>
    public DwarfReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        Position = 0;
    }

    /// <summary>The offset of the next byte.</summary>
    public int Position { readonly get; set; }

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => Position >= _bytes.Length;

    /// <summary>One byte.</summary>
    public byte U8() => Take(1)[0];

    /// <summary>16 bits.</summary>
    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>32 bits.</summary>
    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>64 bits.</summary>
    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>An unsigned number of <paramref name="size"/> bytes (up to 8).</summary>
    public ulong Unsigned(int size)
    {
        ReadOnlySpan<byte> bytes = Take(size);
        ulong value = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }
        return value;
    }

    /// <summary>An unsigned LEB128 number.</summary>
    public ulong Uleb()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = U8();
            if (shift < 64)
            {
                value |= (ulong)(part & 0x7F) << shift;
            }
            if (part < 0x80)
            {
                return value;
            }
        }
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
        while (part >= 0x80);
        return shift < 64 && (part & 0x40) != 0 ? value | (-1L << shift) : value;
    }

    /// <summary>UTF-8 text that ends in a zero byte.</summary>
    public string Text()
    {
        int length = _bytes[Math.Min(Position, _bytes.Length)..].IndexOf((byte)0);
        if (length < 0)
        {
            throw new InvalidDataException("DWARF text without an end");
        }
        string text = Encoding.UTF8.GetString(_bytes.Slice(Position, length));
        Position += length + 1;
        return text;
    }

    /// <summary>The length that starts a unit; <paramref name="offsetSize"/> becomes 8 for the 64-bit format,
    /// else 4.</summary>
    public int UnitLength(out int offsetSize)
    {
        ulong length = U32();
        offsetSize = 4;
        if (length == 0xFFFF_FFFF)
        {
            length = U64();
            offsetSize = 8;
        }
        if (length > (ulong)(_bytes.Length - Position))
        {
            throw new InvalidDataException("a DWARF unit is longer than its section");
        }
        return (int)length;
    }

    /// <summary>Moves on by <paramref name="count"/> bytes.</summary>
    public void Skip(ulong count) => Take(checked((int)Math.Min(count, int.MaxValue)));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new InvalidDataException($"DWARF data ends in the middle of a value at offset {Position}");
        }
        ReadOnlySpan<byte> part = _bytes.Slice(Position, count);
        Position += count;
        return part;
    }
}
