using Enso.Queues;

namespace Enso.Tests.Queues.Contract;

/// <summary>What every queue does, whatever its driver and its storage.</summary>
public abstract class QueueContract
{
    /// <summary>A queue and its ends.</summary>
    /// <param name="Writer">A writer.</param>
    /// <param name="Reader">A reader that gets everything.</param>
    /// <param name="Properties">What can be seen from outside.</param>
    protected sealed record Ends(
        IQueueWriter<long> Writer, IQueueReader<long> Reader, Func<QueueProperties> Properties);

    /// <summary>Capacity of the small queues; also how far they may grow.</summary>
    protected virtual int Small => 8;

    /// <summary>Makes a queue.</summary>
    /// <param name="options">With what.</param>
    protected abstract Ends Make(QueueOptions options);

    /// <summary>Options of a queue that does not grow.</summary>
    protected QueueOptions Options(
        FullPolicy policy = FullPolicy.Wait, WaitStrategy strategy = WaitStrategy.Park, int? capacity = null) => new()
    {
        Capacity = capacity ?? Small,
        MaximumCapacity = capacity ?? Small,
        FullPolicy = policy,
        WaitStrategy = strategy,
    };

    [Test]
    public void Messages_come_in_the_order_of_publishing()
    {
        Ends queue = Make(Options());
        long next = 0;
        for (long i = 0; i < 100; i++)
        {
            Assert.That(queue.Writer.TryPublish(i));
            if (i % 3 == 2)
            {
                for (int k = 0; k < 3; k++)
                {
                    Assert.That(queue.Reader.TryNext(out long message));
                    Assert.That(message, Is.EqualTo(next++));
                }
            }
        }
    }

    [Test]
    public void An_empty_queue_gives_nothing()
    {
        Ends queue = Make(Options());
        Assert.Multiple(() =>
        {
            Assert.That(queue.Reader.TryNext(out _), Is.False);
            Assert.That(queue.Reader.TryRead(1, out _), Is.False);
            Assert.That(queue.Reader.IsCompleted, Is.False);
            Assert.That(queue.Reader.Depth, Is.Zero);
        });
    }

    [Test]
    public void A_full_queue_takes_nothing_until_what_is_in_it_was_read()
    {
        Ends queue = Make(Options());
        for (int round = 0; round < 5; round++)
        {
            for (long i = 0; i < Small; i++)
            {
                Assert.That(queue.Writer.TryPublish(i), $"message {i} of round {round}");
            }

            Assert.That(queue.Writer.TryPublish(99), Is.False);
            Assert.That(queue.Reader.Depth, Is.EqualTo(Small));
            for (long i = 0; i < Small; i++)
            {
                Assert.That(queue.Reader.TryNext(out long message));
                Assert.That(message, Is.EqualTo(i));
            }

            Assert.That(queue.Reader.TryNext(out _), Is.False);
        }
    }

    [Test]
    public void Places_are_written_and_read_where_they_lie()
    {
        Ends queue = Make(Options());
        long next = 0;
        for (int round = 0; round < 20; round++)
        {
            int count = 1 + (round % Small);
            Assert.That(queue.Writer.TryClaim(count, out Slots<long> places));
            Assert.That(places.Count, Is.EqualTo(count));
            for (int i = 0; i < count; i++)
            {
                places[i] = next + i;
            }

            Assert.That(queue.Reader.TryRead(1, out _), Is.False, "not before it is committed");
            queue.Writer.Commit();
            Assert.That(queue.Reader.TryRead(100, out Slots<long> messages));
            Assert.That(messages.Count, Is.EqualTo(count));
            for (int i = 0; i < count; i++)
            {
                Assert.That(messages[i], Is.EqualTo(next + i));
            }

            queue.Reader.Release(count);
            next += count;
        }
    }

    [Test]
    public void Part_of_what_was_shown_can_be_released()
    {
        Ends queue = Make(Options());
        for (long i = 0; i < 5; i++)
        {
            queue.Writer.TryPublish(i);
        }

        Assert.That(queue.Reader.TryRead(5, out Slots<long> shown) && shown.Count == 5);
        queue.Reader.Release(2);
        Assert.That(queue.Reader.TryRead(5, out shown) && shown.Count == 3);
        Assert.That(shown[0], Is.EqualTo(2));
        queue.Reader.Release(0);
        Assert.That(queue.Reader.TryNext(out long message) && message == 2);
    }

    [Test]
    public void Misuse_of_places_is_refused()
    {
        Ends queue = Make(Options());
        Assert.Multiple(() =>
        {
            Assert.That(() => queue.Writer.TryClaim(0, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => queue.Writer.TryClaim(Small + 1, out _),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain($"From 1 to {Small}"));
            Assert.That(queue.Writer.Commit, Throws.InvalidOperationException);
            Assert.That(() => queue.Reader.Release(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => queue.Reader.TryRead(0, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
        Assert.That(queue.Writer.TryClaim(1, out _));
        Assert.That(() => queue.Writer.TryClaim(1, out _), Throws.InvalidOperationException);
        queue.Writer.Commit();
        Assert.That(queue.Reader.TryRead(1, out _));
        Assert.That(() => queue.Reader.TryRead(1, out _), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_completed_queue_gives_what_is_left_and_then_ends()
    {
        Ends queue = Make(Options());
        queue.Writer.TryPublish(1);
        queue.Writer.TryPublish(2);
        queue.Writer.Complete();
        queue.Writer.Complete();
        Assert.That(() => queue.Writer.TryPublish(3), Throws.InstanceOf<QueueCompletedException>());
        Assert.That(() => queue.Writer.Publish(3), Throws.InstanceOf<QueueCompletedException>());
        Assert.That(() => queue.Writer.TryClaim(1, out _), Throws.InstanceOf<QueueCompletedException>());
        await Assert.ThatAsync(async () => await queue.Writer.PublishAsync(3), Throws.InstanceOf<QueueCompletedException>());
        Assert.That(queue.Reader.IsCompleted, Is.False);
        Assert.That(queue.Reader.Next(), Is.EqualTo(1));
        Assert.That(await queue.Reader.NextAsync(), Is.EqualTo(2));
        Assert.That(queue.Reader.IsCompleted);
        Assert.That(queue.Reader.TryNext(out _), Is.False);
        Assert.That(await queue.Reader.WaitAsync(), Is.False);
        Assert.That(() => queue.Reader.Next(), Throws.InstanceOf<QueueCompletedException>());
        await Assert.ThatAsync(async () => await queue.Reader.NextAsync(), Throws.InstanceOf<QueueCompletedException>());
    }

    [Test]
    public void Why_a_queue_was_completed_is_in_the_exceptions()
    {
        Ends queue = Make(Options());
        InvalidDataException reason = new("the feed is broken");
        queue.Writer.Complete(reason);
        Assert.That(
            () => queue.Reader.Next(), Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
        Assert.That(
            () => queue.Writer.Publish(1),
            Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
    }

    [Test]
    public void Rejecting_turns_the_message_away_and_counts()
    {
        Ends queue = Make(Options(FullPolicy.Reject));
        for (long i = 0; i < Small; i++)
        {
            Assert.That(queue.Writer.Publish(i));
        }

        Assert.That(queue.Writer.Publish(8), Is.False);
        Assert.That(queue.Properties().Rejected, Is.EqualTo(1));
        Assert.That(queue.Reader.Next(), Is.Zero);
    }

    [Test]
    public void Dropping_the_newest_keeps_what_was_there()
    {
        Ends queue = Make(Options(FullPolicy.DropNewest));
        for (long i = 0; i < Small + 3; i++)
        {
            Assert.That(queue.Writer.Publish(i));
        }

        Assert.That(queue.Properties().Dropped, Is.EqualTo(3));
        Assert.That(Drain(queue.Reader), Is.EqualTo(Enumerable.Range(0, Small)));
    }

    [Test]
    public void Dropping_the_oldest_keeps_what_came_last()
    {
        int count = (12 * Small) + 4;
        Ends queue = Make(Options(FullPolicy.DropOldest));
        for (long i = 0; i < count; i++)
        {
            Assert.That(queue.Writer.Publish(i));
        }

        List<long> left = Drain(queue.Reader);
        Assert.That(left, Is.Not.Empty.And.Count.LessThanOrEqualTo(Small));
        Assert.That(left, Is.EqualTo(Enumerable.Range(count - left.Count, left.Count)));
        Assert.That(queue.Properties().Dropped, Is.EqualTo(count - left.Count));
    }

    [Test]
    public void What_is_being_read_is_not_dropped()
    {
        Ends queue = Make(Options(FullPolicy.DropOldest));
        for (long i = 0; i < Small; i++)
        {
            queue.Writer.Publish(i);
        }

        Assert.That(queue.Reader.TryRead(Small, out Slots<long> shown));
        for (long i = 0; i < 10; i++)
        {
            Assert.That(queue.Writer.Publish(1000 + i));
        }

        for (int i = 0; i < shown.Count; i++)
        {
            Assert.That(shown[i], Is.EqualTo(i));
        }

        queue.Reader.Release(shown.Count);
        Assert.That(queue.Properties().Dropped, Is.EqualTo(10));
        Assert.That(queue.Writer.Publish(7) && Drain(queue.Reader)[^1] == 7);
    }

    [Test]
    public void Properties_say_how_it_stands()
    {
        Ends queue = Make(Options());
        for (long i = 0; i < 6; i++)
        {
            queue.Writer.TryPublish(i);
        }

        queue.Reader.Next();
        QueueProperties properties = queue.Properties();
        Assert.Multiple(() =>
        {
            Assert.That(properties.Capacity, Is.EqualTo(Small));
            Assert.That(properties.Depth, Is.EqualTo(5));
            Assert.That(properties.Published, Is.EqualTo(6));
            Assert.That(properties.Consumed, Is.EqualTo(1));
            Assert.That(properties.HighWater, Is.EqualTo(6));
            Assert.That(properties.Readers, Is.EqualTo(1));
            Assert.That(properties.FullPolicy, Is.EqualTo(FullPolicy.Wait));
        });
    }

    [Test]
    public void A_reader_waits_for_a_message_and_a_writer_for_room([Values] WaitStrategy strategy)
    {
        const long count = 2000;
        Ends queue = Make(Options(strategy: strategy));
        Exception? failure = null;
        Thread reader = new(() => failure = Catch(() =>
        {
            for (long i = 0; i < count; i++)
            {
                Assert.That(queue.Reader.Next(), Is.EqualTo(i));
            }

            Assert.That(() => queue.Reader.Next(), Throws.InstanceOf<QueueCompletedException>());
        }));
        reader.Start();
        for (long i = 0; i < count; i++)
        {
            queue.Writer.Publish(i);
        }

        queue.Writer.Complete();
        reader.Join();
        Assert.That(failure, Is.Null);
    }

    [Test]
    public async Task Tasks_wait_on_both_sides()
    {
        const long count = 5000;
        Ends queue = Make(Options());
        Task writing = Task.Run(async () =>
        {
            for (long i = 0; i < count; i++)
            {
                await queue.Writer.PublishAsync(i);
            }

            queue.Writer.Complete();
        });
        long next = 0;
        while (await queue.Reader.WaitAsync())
        {
            while (queue.Reader.TryNext(out long message))
            {
                Assert.That(message, Is.EqualTo(next++));
            }
        }

        await writing;
        Assert.That(next, Is.EqualTo(count));
    }

    [Test]
    public async Task Waiting_can_be_cancelled_and_goes_on_after()
    {
        Ends queue = Make(Options());
        using CancellationTokenSource cancellation = new();
        ValueTask<long> waiting = queue.Reader.NextAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThatAsync(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        ValueTask<long> again = queue.Reader.NextAsync();
        queue.Writer.TryPublish(5);
        Assert.That(await again, Is.EqualTo(5));
    }

    [Test]
    public async Task Completing_wakes_whoever_waits()
    {
        Ends queue = Make(Options());
        Task<bool> reader = queue.Reader.WaitAsync().AsTask();
        queue.Writer.Complete();
        Assert.That(await reader, Is.False);
    }

    [Test]
    public void Nothing_is_allocated_once_it_is_made()
    {
        Ends queue = Make(Options(capacity: 64));
        Use(queue, 2000);

        // The runtime itself may allocate on this thread, once, when it puts better code in a method's place. What the
        // queue allocated would be there each time.
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Use(queue, 2000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.That(least, Is.Zero);
    }

    private static void Use(Ends queue, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            for (long i = 0; i < 20; i++)
            {
                queue.Writer.TryPublish(i);
            }

            for (long i = 0; i < 20; i++)
            {
                queue.Reader.TryNext(out _);
            }

            if (queue.Writer.TryClaim(30, out Slots<long> places))
            {
                places.First.Fill(round);
                queue.Writer.Commit();
            }

            if (queue.Reader.TryRead(30, out Slots<long> shown))
            {
                queue.Reader.Release(shown.Count);
            }
        }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(3)]
    [TestCase(Capacities.Maximum + 1)]
    [TestCase(int.MinValue)]
    public void A_capacity_that_is_no_power_of_two_is_refused_with_what_is_allowed(int capacity) => Assert.That(
        () => Make(new QueueOptions { Capacity = capacity }),
        Throws.InstanceOf<ArgumentOutOfRangeException>()
            .With.Message.Contain($"a power of two from 1 to {Capacities.Maximum}").IgnoreCase);

    /// <summary>Everything that is there.</summary>
    protected static List<long> Drain(IQueueReader<long> reader)
    {
        List<long> messages = [];
        while (reader.TryNext(out long message))
        {
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>Runs something on another thread's behalf.</summary>
    protected static Exception? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception error)
        {
            // Told by the test's own thread.
            return error;
        }
    }
}
