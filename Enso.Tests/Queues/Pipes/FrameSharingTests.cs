using System.Buffers.Binary;
using Enso.Queues;

namespace Enso.Tests.Queues.Pipes;

/// <summary>Records from many writers, and to many readers.</summary>
[TestFixture(typeof(Vec<byte>), 1024)]
[TestFixture(typeof(Mirrored<byte>), 4096)]
public sealed class FrameSharingTests<TStorage>(int capacity)
    where TStorage : struct, IStorage<byte, TStorage>
{
    // Sender, number, and a check of what follows.
    private const int Head = 16;
    private const int Ends = 4;
    private const int Records = 3000;

    [Test]
    public void Records_of_many_writers_arrive_whole_and_each_writers_in_order()
    {
        FrameSubscriber<TStorage> pipe = new(new QueueOptions { Capacity = capacity });
        Thread[] writers = new Thread[Ends];
        for (int i = 0; i < Ends; i++)
        {
            int sender = i;
            FrameWriter<TStorage> writer = pipe.Link();
            writers[i] = new Thread(() => WriteAll(writer, sender));
            writers[i].Start();
        }

        int[] next = new int[Ends];
        string? failure = null;
        for (int i = 0; i < Ends * Records; i++)
        {
            failure ??= Check(pipe.Reader.Read(), next);
            pipe.Reader.Release();
        }

        Array.ForEach(writers, writer => writer.Join());
        Assert.That(failure, Is.Null);
        Assert.That(next, Is.All.EqualTo(Records));
        Assert.That(pipe.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public void Every_reader_gets_every_record()
    {
        FramePublisher<TStorage> pipe = new(new QueueOptions { Capacity = capacity });
        string?[] failures = new string?[Ends];
        Thread[] threads = new Thread[Ends];
        for (int i = 0; i < Ends; i++)
        {
            int index = i;
            FrameReader<TStorage> reader = pipe.Subscribe();
            threads[i] = new Thread(() =>
            {
                int[] next = new int[1];
                for (int k = 0; k < Records; k++)
                {
                    failures[index] ??= Check(reader.Read(), next);
                    reader.Release();
                }
            });
            threads[i].Start();
        }

        WriteAll(pipe.Writer, 0);
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(failures, Is.All.Null);
    }

    [Test]
    public void A_reader_that_comes_later_begins_with_a_whole_record()
    {
        FramePublisher<TStorage> pipe = new(new QueueOptions { Capacity = capacity });
        for (int i = 0; i < 500; i++)
        {
            Assert.That(pipe.Writer.TryWrite(new byte[i % 60]));
            using FrameReader<TStorage> reader = pipe.Subscribe();
            Assert.That(reader.TryRead(out _), Is.False);
            byte[] record = [1, 2, (byte)i];
            Assert.That(pipe.Writer.TryWrite(record));
            Assert.That(reader.TryRead(out ReadOnlySpan<byte> read) && read.SequenceEqual(record));
        }
    }

    [Test]
    public void A_dead_reader_holds_nobody_up_and_learns_of_it()
    {
        FramePublisher<TStorage> pipe = new(new QueueOptions { Capacity = capacity });
        using FrameReader<TStorage> reader = pipe.Subscribe();
        while (pipe.Writer.TryWrite(new byte[100]))
        {
        }

        Assert.That(reader.TryRead(out _));
        pipe.DeclareDead(reader);
        Assert.That(pipe.Writer.TryWrite(new byte[100]));
        Assert.That(reader.Release, Throws.InstanceOf<ReaderDeadException>());
    }

    [Test]
    public void A_dead_reader_believes_no_length_that_was_written_over()
    {
        FramePublisher<TStorage> pipe = new(new QueueOptions { Capacity = capacity });
        using FrameReader<TStorage> reader = pipe.Subscribe();
        while (pipe.Writer.TryWrite(new byte[8]))
        {
        }

        Assert.That(reader.TryRead(out _));
        pipe.DeclareDead(reader);
        byte[] other = new byte[capacity / 4];
        other.AsSpan().Fill(0x7F);
        for (int i = 0; i < 4; i++)
        {
            Assert.That(pipe.Writer.TryWrite(other));
        }

        Assert.That(() => reader.TryRead(out _), Throws.InstanceOf<ReaderDeadException>());
    }

    [Test]
    public void Other_writers_go_on_when_a_claim_was_refused_abandoned_or_completed()
    {
        FrameSubscriber<TStorage> pipe = new(new QueueOptions { Capacity = capacity });
        FrameWriter<TStorage> first = pipe.Link();
        Assert.That(() => first.TryClaim(capacity, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(first.TryClaim(8, out _));
        first.Abandon();
        while (first.TryWrite(new byte[100]))
        {
        }

        Assert.That(
            OnAnotherThread(pipe, writer => Assert.That(writer.TryWrite(new byte[100]), Is.False)), Is.Null);
        while (pipe.Reader.TryRead(out _))
        {
        }

        pipe.Reader.Release();
        Assert.That(OnAnotherThread(pipe, writer => Assert.That(writer.TryWrite([1]))), Is.Null);
        first.Complete();
        Assert.That(
            OnAnotherThread(pipe, writer => writer.TryWrite([1])), Is.InstanceOf<QueueCompletedException>());
    }

    private static Exception? OnAnotherThread(
        FrameSubscriber<TStorage> pipe, Action<FrameWriter<TStorage>> action)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action(pipe.Link());
            }
            catch (Exception error)
            {
                // Told by the test's own thread.
                failure = error;
            }
        });
        thread.Start();
        thread.Join();
        return failure;
    }

    private static void WriteAll(FrameWriter<TStorage> writer, int sender)
    {
        Random random = new(sender);
        for (int i = 0; i < Records; i++)
        {
            int length = Head + random.Next(200);
            writer.Claim(length + 20, out Span<byte> record);
            random.NextBytes(record[Head..length]);
            BinaryPrimitives.WriteInt32LittleEndian(record, sender);
            BinaryPrimitives.WriteInt32LittleEndian(record[4..], i);
            BinaryPrimitives.WriteUInt64LittleEndian(record[8..], Sum(record[Head..length]));
            if (i % 4 == 1)
            {
                writer.Stage(length);
            }
            else
            {
                writer.Commit(length);
            }
        }

        writer.Flush();
    }

    private static string? Check(ReadOnlySpan<byte> record, int[] next)
    {
        int sender = BinaryPrimitives.ReadInt32LittleEndian(record);
        if (sender < 0 || sender >= next.Length)
        {
            return $"no sender {sender}";
        }

        int number = BinaryPrimitives.ReadInt32LittleEndian(record[4..]);
        return number != next[sender]++ ? $"record {number} of {sender} out of order"
            : BinaryPrimitives.ReadUInt64LittleEndian(record[8..]) != Sum(record[Head..])
                ? $"record {number} of {sender} is damaged"
                : null;
    }

    // FNV-1a, 64 bits.
    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 14695981039346656037;
        foreach (byte value in bytes)
        {
            sum = (sum ^ value) * 1099511628211;
        }

        return sum;
    }
}
