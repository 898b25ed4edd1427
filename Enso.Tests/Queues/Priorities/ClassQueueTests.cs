using Enso.Queues;

namespace Enso.Tests.Queues.Priorities;

/// <summary>A queue of several classes.</summary>
[TestFixture]
public sealed class ClassQueueTests
{
    private static ClassQueue<long, Vec<long>, Strict> Make(
        int classes, int capacity = 8, WaitStrategy strategy = WaitStrategy.Park) =>
        new(classes, new QueueOptions { Capacity = capacity, WaitStrategy = strategy }, default);

    [Test]
    public void Each_class_keeps_its_order_and_has_its_own_room()
    {
        ClassQueue<long, Vec<long>, Strict> queue = new(
            [
                new QueueOptions { Capacity = 2, FullPolicy = FullPolicy.Reject },
                new QueueOptions { Capacity = 4, FullPolicy = FullPolicy.DropNewest },
            ],
            default);
        ClassWriter<long> writer = queue.Link();
        for (long i = 0; i < 6; i++)
        {
            Assert.That(writer.Publish(0, i), Is.EqualTo(i < 2));
            Assert.That(writer.Publish(1, 10 + i));
        }

        Assert.That(queue.Reader.Depth, Is.EqualTo(6));
        Assert.That(
            (queue.PropertiesOf(0).Rejected, queue.PropertiesOf(0).Depth, queue.PropertiesOf(1).Dropped),
            Is.EqualTo((4L, 2L, 2L)));
        long[] taken = new long[6];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = queue.Reader.Next();
        }

        Assert.That(taken, Is.EqualTo(new long[] { 0, 1, 10, 11, 12, 13 }));
    }

    [Test]
    public void The_reader_ends_when_all_classes_are_completed_and_read()
    {
        ClassQueue<long, Vec<long>, Strict> queue = Make(3);
        ClassWriter<long> writer = queue.Link();
        writer.Publish(2, 5);
        writer.Complete(0);
        writer.Complete(1, new InvalidDataException("class 1 is broken"));
        ValueTask<bool> waiting = queue.Reader.WaitAsync();
        Assert.That(queue.Reader.IsCompleted, Is.False);
        Assert.That(() => writer.Publish(1, 0), Throws.InstanceOf<QueueCompletedException>());
        Assert.That(waiting.AsTask().Result);
        Assert.That(queue.Reader.Next(), Is.EqualTo(5));
        writer.Complete();
        Assert.That(queue.Reader.IsCompleted);
        Assert.That(
            () => queue.Reader.Next(),
            Throws.InstanceOf<QueueCompletedException>().With.InnerException.InstanceOf<InvalidDataException>());
    }

    [Test]
    public async Task A_message_in_any_class_wakes_the_reader([Range(0, 2)] int index)
    {
        ClassQueue<long, Vec<long>, Strict> queue = Make(3);
        Task<long> waiting = queue.Reader.NextAsync().AsTask();
        Assert.That(waiting.IsCompleted, Is.False);
        queue.Link().Publish(index, 7);
        Assert.That(await waiting, Is.EqualTo(7));
    }

    [Test]
    public void Messages_that_are_shown_are_of_one_class_and_must_be_released_before_others_are()
    {
        ClassQueue<long, Vec<long>, Strict> queue = Make(2);
        ClassWriter<long> writer = queue.Link();
        writer.Publish(1, 10);
        writer.Publish(1, 11);
        Assert.That(queue.Reader.TryRead(8, out Slots<long> shown) && shown.Count == 2 && shown[1] == 11);
        writer.Publish(0, 1);
        Assert.That(() => queue.Reader.TryRead(1, out _), Throws.InvalidOperationException);
        Assert.That(() => queue.Reader.TryNext(out _), Throws.InvalidOperationException);
        queue.Reader.Release(1);
        Assert.That(new[] { queue.Reader.Next(), queue.Reader.Next() }, Is.EqualTo(new long[] { 1, 11 }));
    }

    [Test]
    public void Misuse_is_refused()
    {
        QueueOptions options = new() { Capacity = 8 };
        Assert.Multiple(() =>
        {
            Assert.That(
                () => Make(0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain("1 to 64"));
            Assert.That(() => Make(65), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => new ClassQueue<long, Vec<long>, Weighted>(3, options, new Weighted(new Weights(1, 2))),
                Throws.ArgumentException.With.Message.Contain("3 classes and 2 weights"));
            Assert.That(
                () => new ClassQueue<long, Vec<long>, Weighted>(1, options, default), Throws.ArgumentException);
            Assert.That(() => new ClassQueue<long, Vec<long>, Ageing>(1, options, default), Throws.ArgumentException);
            Assert.That(() => new Weights(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Weights(1)[0] = -1, Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Ageing(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Make(2).Link().Publish(2, 0), Throws.InstanceOf<IndexOutOfRangeException>());
        });
    }

    [Test]
    public void The_64th_class_is_served_like_the_others()
    {
        ClassQueue<long, Vec<long>, Weighted> queue = new(
            64, new QueueOptions { Capacity = 4 }, new Weighted(new Weights([.. Enumerable.Repeat(1, 64)])));
        ClassWriter<long> writer = queue.Link();
        for (int round = 0; round < 3; round++)
        {
            for (int i = 63; i >= 0; i--)
            {
                writer.Publish(i, i);
            }

            for (int i = 0; i < 64; i++)
            {
                Assert.That(queue.Reader.Next(), Is.EqualTo(i));
            }
        }
    }

    [Test]
    public void Writers_of_all_classes_lose_nothing_and_keep_their_order(
        [Values(WaitStrategy.Yield, WaitStrategy.Park)] WaitStrategy strategy, [Values] bool isAsynchronous)
    {
        const int classes = 3;
        const int writers = 2;
        const long count = 5_000;
        ClassQueue<long, Vec<long>, Strict> queue = Make(classes, strategy: strategy);
        Thread[] threads = new Thread[writers];
        for (int w = 0; w < writers; w++)
        {
            int number = w;
            ClassWriter<long> writer = queue.Link();
            threads[w] = new Thread(() =>
            {
                for (long i = 0; i < count; i++)
                {
                    int index = (int)((i + number) % classes);
                    writer.Publish(index, (i * writers) + number);
                }
            });
            threads[w].Start();
        }

        long[,] last = new long[classes, writers];
        (long sum, long wrong) = (0, 0);
        for (long i = 0; i < count * writers; i++)
        {
            long message = isAsynchronous ? queue.Reader.NextAsync().AsTask().Result : queue.Reader.Next();
            (long sent, int number) = (message / writers, (int)(message % writers));
            ref long before = ref last[(sent + number) % classes, number];
            wrong += before <= sent ? 0 : 1;
            before = sent;
            sum += message;
        }

        Array.ForEach(threads, thread => thread.Join());
        const long total = count * writers;
        Assert.That((wrong, sum, queue.Reader.Depth), Is.EqualTo((0L, total * (total - 1) / 2, 0L)));
    }

    [Test]
    public void Nothing_is_allocated_once_it_is_made()
    {
        ClassQueue<long, Vec<long>, Ageing> ageing = new(3, new QueueOptions { Capacity = 8 }, new Ageing(3));
        ClassQueue<long, Vec<long>, Weighted> weighted = new(
            3, new QueueOptions { Capacity = 8 }, new Weighted(new Weights(3, 2, 1)));
        ClassWriter<long> first = ageing.Link();
        ClassWriter<long> second = weighted.Link();
        Use(first, ageing.Reader, 2000);
        Use(second, weighted.Reader, 2000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(first, ageing.Reader, 2000);
        Use(second, weighted.Reader, 2000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Use<TSelection>(
        ClassWriter<long> writer, ClassReader<long, Vec<long>, TSelection> reader, int rounds)
        where TSelection : struct, ISelection
    {
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < 9; i++)
            {
                writer.TryPublish(i % 3, i);
            }

            reader.TryNext(out _);
            while (reader.TryRead(2, out Slots<long> shown))
            {
                reader.Release(shown.Count);
            }
        }
    }
}
