using System.Buffers.Binary;
using Enso.Queues;

namespace Enso.Tests.Queues.Pipes;

/// <summary>Records of any length, from one writer to one reader.</summary>
[TestFixture(typeof(Vec<byte>), 256)]
[TestFixture(typeof(Mirrored<byte>), 256)]
[TestFixture(typeof(Mirrored<byte>), 4096)]
public sealed class FramePipeTests<TStorage>(int capacity)
    where TStorage : struct, IStorage<byte, TStorage>
{
    private FramePipe<TStorage> Make(FullPolicy policy = FullPolicy.Wait) =>
        new(new QueueOptions { Capacity = capacity, FullPolicy = policy });

    [Test]
    public void Records_come_whole_and_in_order_whatever_their_lengths()
    {
        FramePipe<TStorage> pipe = Make();
        for (int i = 0; i < 2000; i++)
        {
            int length = i * 7 % (pipe.Writer.MaximumLength + 1);
            byte[] record = Record(i, length);
            Assert.That(pipe.Writer.TryWrite(record), $"record {i} of {length} bytes");
            Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> read));
            Assert.That(read.SequenceEqual(record), $"record {i} of {length} bytes");
            pipe.Reader.Release();
        }

        Assert.That(pipe.Properties.Depth, Is.Zero);
    }

    [Test]
    public void The_longest_record_fits_wherever_the_writer_stands()
    {
        for (int start = 0; start < capacity; start += 8)
        {
            FramePipe<TStorage> pipe = Make();
            for (int i = 0; i < start / 8; i++)
            {
                Assert.That(pipe.Writer.TryWrite([]));
                Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> empty) && empty.IsEmpty);
                pipe.Reader.Release();
            }

            Assert.That(pipe.Writer.TryClaim(pipe.Writer.MaximumLength, out Span<byte> record), $"from {start}");
            record.Fill(9);
            pipe.Writer.Commit(record.Length);
            Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> read));
            Assert.That(read.Length == pipe.Writer.MaximumLength && !read.ContainsAnyExcept((byte)9), $"from {start}");
        }
    }

    [Test]
    public void A_record_that_is_too_long_is_refused_with_what_is_allowed()
    {
        FramePipe<TStorage> pipe = Make();
        int longest = pipe.Writer.MaximumLength;
        Assert.That(longest, Is.GreaterThanOrEqualTo((capacity / 2) - 8));
        Assert.Multiple(() =>
        {
            Assert.That(
                () => pipe.Writer.TryClaim(longest + 1, out _),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain($"from 0 to {longest} bytes"));
            Assert.That(() => pipe.Writer.TryClaim(-1, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => pipe.Writer.Write(new byte[longest + 1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
        Assert.That(pipe.Writer.TryWrite([1]), "a refused record leaves nothing behind");
    }

    [Test]
    public void Less_than_was_claimed_can_be_committed_and_the_rest_is_free()
    {
        FramePipe<TStorage> pipe = Make();
        int records = 0;
        while (pipe.Writer.TryClaim(64, out Span<byte> record))
        {
            record[0] = (byte)records++;
            pipe.Writer.Commit(1);
        }

        Assert.That(records, Is.GreaterThan((capacity - 128) / 16));
        for (int i = 0; i < records; i++)
        {
            Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> read));
            Assert.That(read.Length == 1 && read[0] == (byte)i);
        }

        Assert.That(pipe.Reader.TryRead(out _), Is.False);
        Assert.That(pipe.Writer.TryClaim(64, out _), Is.False, "held records are not written over");
        pipe.Reader.Release();
        Assert.That(pipe.Writer.TryClaim(64, out _));
    }

    [Test]
    public void An_abandoned_record_leaves_no_trace()
    {
        FramePipe<TStorage> pipe = Make();
        Assert.That(pipe.Writer.TryClaim(100, out _));
        pipe.Writer.Abandon();
        Assert.That(pipe.Properties.Depth, Is.Zero);
        Assert.That(pipe.Writer.TryClaim(4, out Span<byte> first));
        first.Fill(1);
        pipe.Writer.Stage(4);
        Assert.That(pipe.Writer.TryClaim(100, out _));
        pipe.Writer.Abandon();
        pipe.Writer.Flush();
        Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> read) && read.SequenceEqual(new byte[] { 1, 1, 1, 1 }));
        Assert.That(pipe.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public void Staged_records_are_seen_together_when_they_are_flushed()
    {
        FramePipe<TStorage> pipe = Make();
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.That(pipe.Writer.TryClaim(20, out Span<byte> record), $"{round} {i}");
                record.Fill((byte)i);
                pipe.Writer.Stage(20 - i);
                Assert.That(pipe.Reader.TryRead(out _), Is.False);
            }

            pipe.Writer.Flush();
            for (int i = 0; i < 3; i++)
            {
                Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> read));
                Assert.That(read.Length == 20 - i && !read.ContainsAnyExcept((byte)i), $"{round} {i}");
            }

            pipe.Reader.Release();
        }
    }

    [Test]
    public void A_reader_that_holds_records_sees_those_that_come_after()
    {
        FramePipe<TStorage> pipe = Make();
        pipe.Writer.TryWrite([1]);
        Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> first));
        Assert.That(pipe.Reader.TryRead(out _), Is.False);
        pipe.Writer.TryWrite([2]);
        Assert.That(pipe.Reader.TryRead(out ReadOnlySpan<byte> second));
        Assert.That(first[0] == 1 && second[0] == 2);
        pipe.Reader.Release();
        Assert.That(pipe.Properties.Depth, Is.Zero);
    }

    [Test]
    public void Misuse_is_refused()
    {
        FramePipe<TStorage> pipe = Make();
        Assert.That(() => pipe.Writer.Commit(0), Throws.InvalidOperationException);
        Assert.That(pipe.Writer.Abandon, Throws.InvalidOperationException);
        Assert.That(pipe.Writer.TryClaim(8, out _));
        Assert.That(() => pipe.Writer.TryClaim(8, out _), Throws.InvalidOperationException);
        Assert.That(pipe.Writer.Flush, Throws.InvalidOperationException);
        Assert.That(() => pipe.Writer.Commit(9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        pipe.Writer.Commit(8);
        Assert.That(pipe.Reader.TryRead(out _));
        Assert.That(() => pipe.Reader.Read().Length, Throws.InvalidOperationException);
        Assert.That(() => pipe.Reader.WaitAsync(), Throws.InvalidOperationException);
        pipe.Reader.Release();
        pipe.Reader.Release();
    }

    [Test]
    public void Options_that_make_no_sense_for_records_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(
            () => Make(FullPolicy.DropOldest), Throws.ArgumentException.With.Message.Contain("Wait or Reject"));
        Assert.That(() => Make(FullPolicy.DropNewest), Throws.ArgumentException);
        Assert.That(
            () => new FramePipe<TStorage>(new QueueOptions { Capacity = 32 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain("at least 64"));
        Assert.That(
            () => new FramePipe<VecDeque<byte>>(new QueueOptions { Capacity = 256 }),
            Throws.ArgumentException.With.Message.Contain("fixed size"));
    });

    [Test]
    public async Task A_rejecting_pipe_turns_records_away()
    {
        FramePipe<TStorage> pipe = Make(FullPolicy.Reject);
        byte[] record = new byte[40];
        while (pipe.Writer.Write(record))
        {
        }

        Assert.That(await pipe.Writer.WriteAsync(record), Is.False);
        Assert.That(pipe.Properties.Rejected, Is.Positive);
        while (pipe.Reader.TryRead(out _))
        {
            pipe.Reader.Release();
        }

        Assert.That(pipe.Writer.Write(record));
    }

    [Test]
    public async Task A_completed_pipe_gives_what_is_left_and_then_ends()
    {
        FramePipe<TStorage> pipe = Make();
        InvalidDataException reason = new("the feed is broken");
        Assert.That(pipe.Writer.TryClaim(1, out _));
        pipe.Writer.Stage(1);
        Assert.That(pipe.Writer.TryClaim(1, out _), "this one is given back");
        pipe.Writer.Complete(reason);
        Assert.That(() => pipe.Writer.TryWrite([1]), Throws.InstanceOf<QueueCompletedException>());
        Assert.That(() => pipe.Writer.Write([1]), Throws.InstanceOf<QueueCompletedException>());
        Assert.That(await pipe.Reader.WaitAsync());
        Assert.That(pipe.Reader.Read().Length, Is.EqualTo(1));
        pipe.Reader.Release();
        Assert.That(pipe.Reader.IsCompleted);
        Assert.That(await pipe.Reader.WaitAsync(), Is.False);
        Assert.That(
            () => pipe.Reader.Read().Length,
            Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
    }

    [Test]
    public async Task Waiting_for_room_can_be_cancelled_and_goes_on_after()
    {
        FramePipe<TStorage> pipe = Make();
        while (pipe.Writer.TryWrite(new byte[24]))
        {
        }

        using CancellationTokenSource cancellation = new();
        ValueTask<bool> waiting = pipe.Writer.WriteAsync(new byte[24], cancellation.Token);
        Assert.That(waiting.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        await Assert.ThatAsync(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        waiting = pipe.Writer.WriteAsync(new byte[24]);
        while (pipe.Reader.TryRead(out _))
        {
            pipe.Reader.Release();
        }

        Assert.That(await waiting);
    }

    [Test]
    public void Threads_wait_on_both_sides_and_every_byte_arrives([Values] WaitStrategy strategy)
    {
        const int records = 5000;
        FramePipe<TStorage> pipe = new(new QueueOptions { Capacity = capacity, WaitStrategy = strategy });
        Thread writer = new(() =>
        {
            Random random = new(5);
            for (int i = 0; i < records; i++)
            {
                int length = 4 + random.Next(pipe.Writer.MaximumLength - 3);
                pipe.Writer.Claim(length, out Span<byte> record);
                Fill(record, i);
                if (i % 3 == 0)
                {
                    pipe.Writer.Stage(length);
                }
                else
                {
                    pipe.Writer.Commit(length);
                }
            }

            pipe.Writer.Complete();
        });
        writer.Start();
        string? failure = null;
        for (int i = 0; i < records; i++)
        {
            ReadOnlySpan<byte> record = pipe.Reader.Read();
            failure ??= Failure(record, i);
            pipe.Reader.Release();
        }

        writer.Join();
        Assert.That(failure, Is.Null);
        Assert.That(pipe.Reader.IsCompleted);
    }

    [Test]
    public async Task Tasks_wait_on_both_sides()
    {
        const int records = 3000;
        FramePipe<TStorage> pipe = Make();
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < records; i++)
            {
                await pipe.Writer.WriteAsync(Record(i, 4 + (i % 90)));
            }

            pipe.Writer.Complete();
        });
        int next = 0;
        while (await pipe.Reader.WaitAsync())
        {
            while (pipe.Reader.TryRead(out ReadOnlySpan<byte> record))
            {
                Assert.That(Failure(record, next++), Is.Null);
            }

            pipe.Reader.Release();
        }

        await writing;
        Assert.That(next, Is.EqualTo(records));
    }

    [Test]
    public void Nothing_is_allocated_once_it_is_made()
    {
        FramePipe<TStorage> pipe = Make();
        Use(pipe);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(pipe);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Use(FramePipe<TStorage> pipe)
    {
        for (int i = 0; i < 3000; i++)
        {
            while (pipe.Writer.TryClaim(i % 50, out Span<byte> record))
            {
                record.Fill((byte)i);
                pipe.Writer.Stage(record.Length);
            }

            pipe.Writer.Flush();
            while (pipe.Reader.TryRead(out _))
            {
            }

            pipe.Reader.Release();
        }
    }

    private static byte[] Record(int number, int length)
    {
        byte[] record = new byte[length];
        Fill(record, number);
        return record;
    }

    private static void Fill(Span<byte> record, int number)
    {
        for (int i = 0; i < record.Length; i++)
        {
            record[i] = (byte)((number * 31) + i);
        }

        BinaryPrimitives.TryWriteInt32LittleEndian(record, number);
    }

    private static string? Failure(ReadOnlySpan<byte> record, int number)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(record) != number)
        {
            return $"record {number} is {BinaryPrimitives.ReadInt32LittleEndian(record)}";
        }

        for (int i = 4; i < record.Length; i++)
        {
            if (record[i] != (byte)((number * 31) + i))
            {
                return $"byte {i} of record {number} is wrong";
            }
        }

        return null;
    }
}
