using System.Buffers.Binary;

namespace Enso.Build.Symbols;

/// <summary>A growing run of bytes with the encodings of <see cref="SymbolTableFormat"/>.</summary>
internal sealed class ByteWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>Bytes written.</summary>
    public int Length => _bytes.Count;

    /// <summary>One byte.</summary>
    public void U8(byte value) => _bytes.Add(value);

    /// <summary>16 bits.</summary>
    public void U16(ushort value)
    {
        U8((byte)value);
        U8((byte)(value >> 8));
    }

    /// <summary>32 bits.</summary>
    public void U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Bytes(bytes);
    }

    /// <summary>64 bits.</summary>
    public void U64(ulong value)
    {
        U32((uint)value);
        U32((uint)(value >> 32));
    }

    /// <summary>An unsigned LEB128 number.</summary>
    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            U8((byte)(value | 0x80));
        }
        U8((byte)value);
    }

    /// <summary>A signed number, small magnitudes first.</summary>
    public void Zigzag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Bytes as they are.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            _bytes.Add(value);
        }
    }

    /// <summary>Appends everything that another writer holds.</summary>
    public void Append(ByteWriter other) => _bytes.AddRange(other._bytes);

    /// <summary>Everything written.</summary>
    public byte[] ToArray() => [.. _bytes];
}
