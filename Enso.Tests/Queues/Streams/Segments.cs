using System.Buffers;

namespace Enso.Tests.Queues.Streams;

/// <summary>Memory in several segments, some of them empty.</summary>
internal static class Segments
{
    /// <summary>The messages in segments whose lengths go round 0, 1, 2, 3.</summary>
    public static ReadOnlySequence<T> Of<T>(T[] messages)
    {
        Segment<T> first = new(ReadOnlyMemory<T>.Empty, 0);
        Segment<T> last = first;
        int length = 1;
        for (int start = 0; start < messages.Length; start += length, length = (length + 1) % 4)
        {
            length = Math.Min(length, messages.Length - start);
            last = last.Append(messages.AsMemory(start, length));
        }
        last = last.Append(ReadOnlyMemory<T>.Empty);
        return new(first, 0, last, 0);
    }

    private sealed class Segment<T> : ReadOnlySequenceSegment<T>
    {
        public Segment(ReadOnlyMemory<T> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment<T> Append(ReadOnlyMemory<T> memory)
        {
            Segment<T> next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
