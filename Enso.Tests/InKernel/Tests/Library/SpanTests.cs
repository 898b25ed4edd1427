using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Enso.Tests.InKernel.Tests.Library;

/// <summary>Spans, memory, sequences and pools.</summary>
internal static class SpanTests
{
    [KernelTest]
    internal static void Spans_are_sliced_copied_searched_and_compared()
    {
        Span<int> span = stackalloc int[10];
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = i;
        }
        // Overlapping copies behave as if by way of a third place.
        span[..8].CopyTo(span[2..]);
        Check.Equal("0,1,0,1,2,3,4,5,6,7", string.Join(',', span.ToArray()));
        span[2..].CopyTo(span);
        Check.Equal("0,1,2,3,4,5,6,7,6,7", string.Join(',', span.ToArray()));
        Check.Equal(6, span.IndexOf([6, 7]));
        Check.Equal(8, span.LastIndexOf([6, 7]));
        Check.That(span.StartsWith([0, 1, 2]) && !span[1..].SequenceEqual(span[..^1]));
        Check.Equal(~8, span[..8].BinarySearch(100));
        span.Reverse();
        span.Sort((a, b) => b.CompareTo(a));
        Check.Equal(7, span[0]);
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(new int[3].AsSpan(2, 2).Length));
        Check.Throws<IndexOutOfRangeException>(() => GC.KeepAlive(new int[3].AsSpan()[3]));
        Check.That(span.Overlaps(span[3..], out int offset) && offset == 3);
    }

    [KernelTest]
    internal static void Spans_are_split_trimmed_and_counted()
    {
        ReadOnlySpan<char> text = " one, two ,,three ";
        List<string> parts = [];
        foreach (Range range in text.Split(','))
        {
            parts.Add(text[range].Trim().ToString());
        }
        Check.Sequence(["one", "two", "", "three"], parts);
        Span<Range> ranges = stackalloc Range[3];
        Check.Equal(3, text.Split(ranges, ',', StringSplitOptions.TrimEntries));
        Check.Equal(",three", text[ranges[2]].ToString());
        SearchValues<char> vowels = SearchValues.Create("aeiou");
        Check.Equal(1, text.IndexOfAny(vowels));
        Check.Equal(5, text.ToString().Count(vowels.Contains));
        SearchValues<string> words = SearchValues.Create(["two", "THREE"], StringComparison.OrdinalIgnoreCase);
        Check.Equal(6, text.IndexOfAny(words));
        Check.Equal(12, text[7..].IndexOfAny(words) + 7);
        Check.Equal(2, "three".AsSpan().CommonPrefixLength("thin"));
    }

    [KernelTest]
    internal static void Bytes_are_read_and_written_in_either_order()
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x01020304);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), -2);
        BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(12), 1.5f);
        Check.Equal("01020304FEFFFFFFFFFFFFFF3FC00000", Convert.ToHexString(bytes));
        Check.Equal(0x04030201u, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        Check.Equal((short)0x0203, BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(1)));
        Check.Equal(0x0807060504030201UL, BinaryPrimitives.ReverseEndianness(0x0102030405060708UL));
        Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        Check.Equal((ushort)0x0201, halves[0]);
        Check.That(!BinaryPrimitives.TryReadUInt64BigEndian(bytes.AsSpan(9), out _));
        Check.Equal(1.5, BitConverter.Int64BitsToDouble(0x3FF8000000000000));
        Check.Equal("00-00-80-3F", BitConverter.ToString(BitConverter.GetBytes(1f)));
    }

    [KernelTest]
    internal static void Memory_is_pinned_owned_and_outlives_its_span()
    {
        Memory<byte> memory = new byte[] { 1, 2, 3, 4, 5 };
        using (MemoryHandle handle = memory[1..].Pin())
        {
            GC.Collect();
            unsafe
            {
                // SAFETY: the handle keeps the array in place, and two bytes follow the first.
                Check.Equal((byte)4, ((byte*)handle.Pointer)[2]);
            }
        }
        Check.That(MemoryMarshal.TryGetArray<byte>(memory[2..], out ArraySegment<byte> segment) && segment.Offset == 2);
        using IMemoryOwner<int> owner = MemoryPool<int>.Shared.Rent(100);
        Check.That(owner.Memory.Length >= 100);
        ReadOnlyMemory<char> text = "hello world".AsMemory(6);
        Check.Equal("world", text.ToString());
        Check.That(MemoryMarshal.TryGetString(text, out string? whole, out int start, out int length)
            && whole == "hello world" && start == 6 && length == 5);
    }

    [KernelTest]
    internal static void A_sequence_of_parts_reads_like_one()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        foreach (int size in new[] { 1, 3, 7, 64, 100 })
        {
            ReadOnlySequence<byte> sequence = SequenceParts.Of(bytes, size);
            Check.Equal(100L, sequence.Length);
            Check.Equal(size >= 100, sequence.IsSingleSegment);
            Check.Sequence(bytes.Skip(20).Take(50), sequence.Slice(20, 50).ToArray());
            SequenceReader<byte> reader = new(sequence);
            Check.That(reader.TryReadBigEndian(out int first) && first == 0x00010203);
            Check.That(reader.TryReadTo(out ReadOnlySequence<byte> before, 50) && before.Length == 46);
            Check.That(reader.TryPeek(out byte next) && next == 51);
            Check.That(reader.IsNext([51, 52, 53], advancePast: true));
            Check.Equal(3L, reader.AdvancePastAny([54, 55, 56]));
            reader.Rewind(7);
            Check.Equal(50L, reader.Consumed);
            Check.That(!reader.TryReadTo(out ReadOnlySpan<byte> _, 200));
            Check.Equal(50L, reader.Remaining);
        }
    }

    [KernelTest]
    internal static void A_pool_hands_out_arrays_that_nobody_else_has()
    {
        // Every thread fills what it rents with its own mark and finds it whole before it gives it back.
        Worker.RunMany(6, i =>
        {
            Random random = new(i);
            for (int k = 0; k < 200; k++)
            {
                int size = random.Next(1, 5000);
                int[] rented = ArrayPool<int>.Shared.Rent(size);
                Check.That(rented.Length >= size);
                rented.AsSpan(0, size).Fill((i * 1000) + k);
                if (k % 10 == 0)
                {
                    Thread.Yield();
                }
                Check.Equal(-1, rented.AsSpan(0, size).IndexOfAnyExcept((i * 1000) + k));
                ArrayPool<int>.Shared.Return(rented);
            }
        });
        ArrayPool<byte> own = ArrayPool<byte>.Create(1000, 2);
        byte[] first = own.Rent(100);
        own.Return(first, clearArray: true);
        Check.That(ReferenceEquals(first, own.Rent(100)));
    }

    [KernelTest]
    internal static void A_buffer_writer_grows_and_keeps_what_it_has()
    {
        ArrayBufferWriter<byte> writer = new(4);
        for (int i = 0; i < 300; i++)
        {
            writer.GetSpan(2)[0] = (byte)i;
            writer.Advance(1);
        }
        writer.Write("abc"u8);
        Check.Equal(303, writer.WrittenCount);
        for (int i = 0; i < 300; i++)
        {
            Check.Equal((byte)i, writer.WrittenSpan[i]);
        }
        Check.Throws<InvalidOperationException>(() => writer.Advance(writer.FreeCapacity + 1));
    }

    [KernelTest]
    internal static void Inline_arrays_and_stack_memory_behave_like_spans()
    {
        Eight eight = default;
        Span<int> span = eight;
        for (int i = 0; i < 8; i++)
        {
            span[i] = i * i;
        }
        Check.Equal(49, eight[7]);
        Check.Equal(140, span.ToArray().Sum());
        Check.Equal(8, ((ReadOnlySpan<int>)eight).Length);
        // Stack memory is zeroed.
        Span<long> zeros = stackalloc long[200];
        Check.Equal(-1, zeros.IndexOfAnyExcept(0));
    }

    [System.Runtime.CompilerServices.InlineArray(8)]
    private struct Eight
    {
        private int _first;
    }
}
