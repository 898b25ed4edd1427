using System.Buffers;
using System.IO.Pipelines;
using Enso.Queues;

namespace Enso.Tests.Queues.Pipes;

/// <summary>The ends of System.IO.Pipelines over a ring: what its room makes of them.</summary>
[TestFixture(256)]
[TestFixture(4096)]
public sealed class BytePipeTests(int capacity)
{
    [Test]
    public async Task A_flush_waits_until_all_bytes_have_room()
    {
        BytePipe pipe = new(capacity);
        byte[] bytes = Bytes(3 * capacity);
        bytes.CopyTo(pipe.Writer.GetMemory(bytes.Length));
        pipe.Writer.Advance(bytes.Length);
        Assert.That(pipe.Writer.UnflushedBytes, Is.EqualTo(bytes.Length));
        Task<FlushResult> flush = pipe.Writer.FlushAsync().AsTask();
        List<byte> read = [];
        while (read.Count < bytes.Length)
        {
            Assert.That(flush.IsCompleted, Is.False.Or.EqualTo(read.Count >= 2 * capacity));
            ReadResult result = await pipe.Reader.ReadAsync();
            ReadOnlySequence<byte> part = result.Buffer.Slice(0, Math.Min(100, result.Buffer.Length));
            read.AddRange(part.ToArray());
            pipe.Reader.AdvanceTo(part.End);
        }

        Assert.That((await flush).IsCompleted, Is.False);
        Assert.That(read, Is.EqualTo(bytes));
        Assert.That(pipe.Writer.UnflushedBytes, Is.Zero);
    }

    [Test]
    public async Task A_waiting_flush_can_be_cancelled_and_loses_nothing()
    {
        BytePipe pipe = new(capacity);
        byte[] bytes = Bytes(capacity + 10);
        bytes.CopyTo(pipe.Writer.GetMemory(bytes.Length));
        pipe.Writer.Advance(bytes.Length);
        using CancellationTokenSource cancellation = new();
        Task<FlushResult> flush = pipe.Writer.FlushAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(async () => await flush, Throws.InstanceOf<OperationCanceledException>());
        flush = pipe.Writer.FlushAsync().AsTask();
        pipe.Writer.CancelPendingFlush();
        Assert.That((await flush).IsCanceled);
        Assert.That(pipe.Writer.UnflushedBytes, Is.EqualTo(10));
        Assert.That(() => pipe.Writer.Complete(), Throws.InvalidOperationException.With.Message.Contain("10 bytes"));
        Task completing = pipe.Writer.CompleteAsync().AsTask();
        using MemoryStream stream = new();
        await pipe.Reader.CopyToAsync(stream);
        await completing;
        Assert.That(stream.ToArray(), Is.EqualTo(bytes));
    }

    [Test]
    public async Task A_reader_that_completes_ends_a_waiting_flush()
    {
        BytePipe pipe = new(capacity);
        Task<FlushResult> flush = pipe.Writer.WriteAsync(Bytes(2 * capacity)).AsTask();
        await pipe.Reader.CompleteAsync();
        Assert.That((await flush).IsCompleted);
        pipe.Writer.Complete();
    }

    [Test]
    public async Task A_reader_that_fails_tells_the_writer_why()
    {
        BytePipe pipe = new(capacity);
        await pipe.Reader.CompleteAsync(new InvalidDataException("no header"));
        await Assert.ThatAsync(
            async () => await pipe.Writer.WriteAsync(Bytes(1)), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public async Task A_read_can_be_cancelled_and_goes_on_after()
    {
        BytePipe pipe = new(capacity);
        using CancellationTokenSource cancellation = new();
        Task<ReadResult> read = pipe.Reader.ReadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(async () => await read, Throws.InstanceOf<OperationCanceledException>());
        read = pipe.Reader.ReadAsync().AsTask();
        await pipe.Writer.WriteAsync(Bytes(3));
        Assert.That((await read).Buffer.ToArray(), Is.EqualTo(Bytes(3)));
    }

    [Test]
    public void Advancing_wrongly_is_refused()
    {
        BytePipe pipe = new(capacity);
        Assert.That(() => pipe.Reader.AdvanceTo(default), Throws.InvalidOperationException);
        int given = pipe.Writer.GetMemory().Length;
        Assert.That(() => pipe.Writer.Advance(given + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => pipe.Writer.Advance(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => pipe.Writer.GetMemory(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        pipe.Writer.Write(Bytes(10));
        Assert.That(pipe.Writer.FlushAsync().IsCompletedSuccessfully);
        Assert.That(pipe.Reader.TryRead(out ReadResult result));
        Assert.That(() => pipe.Reader.TryRead(out _), Throws.InvalidOperationException);
        Assert.That(
            () => pipe.Reader.AdvanceTo(result.Buffer.End, result.Buffer.Start),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        pipe.Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
    }

    [Test]
    public async Task A_stream_of_random_pieces_arrives_unchanged()
    {
        const int total = 300_000;
        BytePipe pipe = new(capacity);
        byte[] sent = Bytes(total);
        Task writing = Task.Run(async () =>
        {
            Random random = new(3);
            for (int at = 0; at < total;)
            {
                int count = Math.Min(total - at, random.Next(2 * capacity));
                await pipe.Writer.WriteAsync(sent.AsMemory(at, count));
                at += count;
            }

            await pipe.Writer.CompleteAsync();
        });
        Random pieces = new(4);
        byte[] received = new byte[total];
        int done = 0;
        while (true)
        {
            ReadResult result = await pipe.Reader.ReadAsync();
            int count = (int)Math.Min(result.Buffer.Length, pieces.Next(capacity));
            result.Buffer.Slice(0, count).CopyTo(received.AsSpan(done));
            done += count;

            // Nothing beyond is examined, so the next read shows the rest at once.
            pipe.Reader.AdvanceTo(result.Buffer.GetPosition(count));
            if (result.IsCompleted && count == result.Buffer.Length)
            {
                break;
            }
        }

        await writing;
        Assert.That(done, Is.EqualTo(total));
        Assert.That(received.AsSpan().SequenceEqual(sent));
    }

    [Test]
    public void Nothing_is_allocated_once_it_is_made()
    {
        BytePipe pipe = new(capacity);
        Use(pipe);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(pipe);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Use(BytePipe pipe)
    {
        for (int i = 0; i < 2000; i++)
        {
            pipe.Writer.GetSpan(50)[..50].Fill((byte)i);
            pipe.Writer.Advance(50);
            _ = pipe.Writer.FlushAsync().Result;
            pipe.Reader.TryRead(out ReadResult result);
            pipe.Reader.AdvanceTo(result.Buffer.End);
        }
    }

    private static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
