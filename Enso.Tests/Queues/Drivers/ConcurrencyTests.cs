using Enso.Queues;

namespace Enso.Tests.Queues.Drivers;

/// <summary>Threads at both ends at once: nothing is lost, doubled, torn or out of order.</summary>
[TestFixture(typeof(Vec<Message>))]
[TestFixture(typeof(VecDeque<Message>))]
[TestFixture(typeof(LinkedSegments<Message>))]
public sealed class ConcurrencyTests<TStorage>
    where TStorage : struct, IStorage<Message, TStorage>
{
    private const int Count = 60_000;

    private static QueueOptions Options(int capacity = 64, FullPolicy policy = FullPolicy.Wait) => new()
    {
        Capacity = capacity,
        MaximumCapacity = 4 * capacity,
        MaximumReaders = 8,
        FullPolicy = policy,
        WaitStrategy = WaitStrategy.Park,
    };

    [Test]
    public void A_link_keeps_order([Values(1, 4, 64)] int capacity, [Values] bool inBatches)
    {
        Link<Message, TStorage> link = new(Options(capacity));
        Run(
            () => Write(link.Writer, writer: 0, Count, inBatches, capacity: capacity),
            () => Read(link.Reader, inBatches, (0, Count)));
    }

    [Test]
    public void A_subscriber_keeps_each_writers_order([Values(2, 3)] int writers, [Values] bool inBatches)
    {
        Subscriber<Message, TStorage> subscriber = new(Options());
        int left = writers;
        List<Action> actions =
        [
            () => Read(subscriber.Reader, inBatches, [.. Enumerable.Range(0, writers).Select(w => (w, (long)Count / writers))]),
        ];
        for (int w = 0; w < writers; w++)
        {
            int number = w;
            IQueueWriter<Message> end = subscriber.Link();
            actions.Add(() =>
            {
                Write(end, number, Count / writers, inBatches, isCompleting: false);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    end.Complete();
                }
            });
        }

        Run([.. actions]);
    }

    [Test]
    public void A_publisher_gives_all_to_every_reader([Values(1, 2, 4)] int readers, [Values] bool inBatches)
    {
        Publisher<Message, TStorage> publisher = new(Options());
        List<Action> actions = [() => Write(publisher.Writer, 0, Count / 2, inBatches)];
        for (int i = 0; i < readers; i++)
        {
            Reader<Message, TStorage> reader = publisher.Subscribe();
            actions.Add(() => Read(reader, inBatches, (0, Count / 2)));
        }

        Run([.. actions]);
    }

    [Test]
    public void Readers_that_come_and_go_see_messages_without_a_gap()
    {
        Publisher<Message, TStorage> publisher = new(Options(capacity: 16));
        Run(
            () => Write(publisher.Writer, 0, Count, inBatches: false),
            () => ComeAndGo(publisher),
            () => ComeAndGo(publisher));
    }

    [Test]
    public void Dropping_the_oldest_leaves_what_remains_in_order()
    {
        Link<Message, TStorage> link = new(Options(capacity: 16, FullPolicy.DropOldest));
        Run(
            () => Write(link.Writer, 0, Count, inBatches: false),
            () =>
            {
                long last = -1;
                while (link.Reader.WaitForMessage())
                {
                    while (link.Reader.TryNext(out Message message))
                    {
                        message.Check();
                        Assert.That(message.Number, Is.GreaterThan(last));
                        last = message.Number;
                    }
                }
            });
    }

    private static void ComeAndGo(Publisher<Message, TStorage> publisher)
    {
        bool isOver = false;
        while (!isOver)
        {
            using Reader<Message, TStorage> reader = publisher.Subscribe();
            long first = reader.Sequence;
            for (long i = first; i < first + 200 && !isOver; i++)
            {
                isOver = !reader.WaitForMessage();
                if (!isOver)
                {
                    Assert.That(reader.TryNext(out Message message));
                    message.Check();
                    Assert.That(message.Number, Is.EqualTo(i));
                }
            }
        }
    }

    private static void Write(
        IQueueWriter<Message> end, int writer, long count, bool inBatches, bool isCompleting = true, int capacity = 4)
    {
        Random random = new(writer);
        for (long i = 0; i < count;)
        {
            int batch = (int)Math.Min(random.Next(1, 5), Math.Min(count - i, capacity));
            if (inBatches && end.TryClaim(batch, out Slots<Message> places))
            {
                for (int k = 0; k < places.Count; k++)
                {
                    places[k].Set(writer, i++);
                }

                end.Commit();
                continue;
            }

            Message message = default;
            message.Set(writer, i);
            i += end.Publish(message) ? 1 : 0;
        }

        if (isCompleting)
        {
            end.Complete();
        }
    }

    private static void Read(
        Reader<Message, TStorage> reader, bool inBatches, params (int Writer, long Count)[] expected)
    {
        long[] next = new long[expected.Length];
        while (reader.WaitForMessage())
        {
            if (inBatches && reader.TryRead(7, out Slots<Message> shown))
            {
                for (int i = 0; i < shown.Count; i++)
                {
                    Take(shown[i], next);
                }

                reader.Release(shown.Count);
            }
            else if (reader.TryNext(out Message message))
            {
                Take(message, next);
            }
        }

        foreach ((int writer, long count) in expected)
        {
            Assert.That(next[writer], Is.EqualTo(count), $"messages of writer {writer}");
        }
    }

    private static void Take(Message message, long[] next)
    {
        message.Check();
        Assert.That(message.Number, Is.EqualTo(next[message.Writer]), $"of writer {message.Writer}");
        next[message.Writer]++;
    }

    private static void Run(params Action[] actions)
    {
        Exception?[] failures = new Exception?[actions.Length];
        Thread[] threads =
        [
            .. actions.Select((action, index) => new Thread(() =>
            {
                try
                {
                    action();
                }
                catch (Exception error)
                {
                    // Thrown again by the test's own thread. The others may wait for this one for ever.
                    failures[index] = error;
                }
            })
            {
                IsBackground = true,
            }),
        ];
        Array.ForEach(threads, thread => thread.Start());
        while (!Array.TrueForAll(threads, thread => thread.Join(50)) && Array.TrueForAll(failures, f => f is null))
        {
        }

        Assert.That(Array.Find(failures, failure => failure is not null), Is.Null);
    }
}

/// <summary>A message that notices when it is torn.</summary>
public struct Message
{
    private long _number;
    private long _writer;
    private long _check;

    /// <summary>Who wrote it.</summary>
    public readonly int Writer => (int)_writer;

    /// <summary>Its number among that writer's.</summary>
    public readonly long Number => _number;

    /// <summary>Writes it, field by field.</summary>
    public void Set(int writer, long number)
    {
        _number = number;
        _writer = writer;
        _check = number ^ (writer * 0x5DEECE66DL) ^ 0x1234;
    }

    /// <summary>Fails when its parts are not of one writing.</summary>
    public readonly void Check() =>
        Assert.That(_check, Is.EqualTo(_number ^ (_writer * 0x5DEECE66DL) ^ 0x1234), "the message is torn");
}
