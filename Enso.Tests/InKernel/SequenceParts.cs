using System.Buffers;

namespace Enso.Tests.InKernel;

/// <summary>Cuts memory into the parts of a <see cref="ReadOnlySequence{T}"/>.</summary>
public static class SequenceParts
{
    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory, Part? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                previous.Next = this;
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
            }
        }
    }

    /// <summary>The bytes in parts of <paramref name="size"/>, the last one perhaps shorter.</summary>
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int size)
    {
        Part first = new(bytes[..Math.Min(size, bytes.Length)], null);
        Part last = first;
        for (int at = size; at < bytes.Length; at += size)
        {
            last = new Part(bytes.Slice(at, Math.Min(size, bytes.Length - at)), last);
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
