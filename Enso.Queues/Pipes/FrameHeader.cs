using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>What stands before each record of a pipe.</summary>
/// <remarks><code>
/// offset  0        4       8                 8 + length
///         +--------+-------+-----------------+---------+
///         | length | size  | record          | unused  |   size is a multiple of 8
///         +--------+-------+-----------------+---------+
/// </code>
/// A length of -1 is of no record: the rest of the ring is left out, for the next one does not fit there.</remarks>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal readonly struct FrameHeader
{
    /// <summary>Bytes that it takes, and what every frame's place is a multiple of.</summary>
    public const int Bytes = 8;

    /// <summary>The length of what is no record.</summary>
    public const int Padding = -1;

    /// <summary>Bytes of the record; or <see cref="Padding"/>.</summary>
    public readonly int Length;

    /// <summary>Bytes of the frame, with this header.</summary>
    public readonly int Size;

    private FrameHeader(int length, int size)
    {
        Length = length;
        Size = size;
    }

    /// <summary>The bytes of a record's frame.</summary>
    /// <param name="length">The record's length.</param>
    public static int SizeFor(int length) => (Bytes + length + Bytes - 1) & -Bytes;

    /// <summary>Writes a record's.</summary>
    /// <param name="frame">The frame's bytes.</param>
    /// <param name="length">The record's length.</param>
    public static void Write(Span<byte> frame, int length) =>
        MemoryMarshal.Write(frame, new FrameHeader(length, SizeFor(length)));

    /// <summary>Writes that of bytes that are left out.</summary>
    /// <param name="rest">All of them.</param>
    public static void WritePadding(Span<byte> rest) =>
        MemoryMarshal.Write(rest, new FrameHeader(Padding, rest.Length));

    /// <summary>Reads one.</summary>
    /// <param name="frame">Bytes that begin with it, at a multiple of 8.</param>
    public static FrameHeader Read(ReadOnlySpan<byte> frame) =>
        // In one, and before anything that is read after it: whether it may be believed is asked afterwards.
        Unsafe.BitCast<long, FrameHeader>(Volatile.Read(in MemoryMarshal.Cast<byte, long>(frame)[0]));
}
