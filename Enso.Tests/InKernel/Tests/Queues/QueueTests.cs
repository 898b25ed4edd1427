using Enso.Queues;

namespace Enso.Tests.InKernel.Tests.Queues;

/// <summary>The library of queues on the kernel's own cores: the same code as on the host, on other barriers, another
/// scheduler and another futex.</summary>
internal static class QueueTests
{
    private const int Count = 20_000;

    private static QueueOptions Options(WaitStrategy strategy = WaitStrategy.Park) =>
        new() { Capacity = 64, MaximumCapacity = 256, MaximumReaders = 4, WaitStrategy = strategy };

    [KernelTest]
    internal static void A_link_keeps_order_between_cores() => Link<Vec<long>>(WaitStrategy.Park);

    [KernelTest]
    internal static void A_link_over_a_growing_ring_keeps_order() => Link<VecDeque<long>>(WaitStrategy.Yield);

    [KernelTest]
    internal static void A_link_over_segments_keeps_order() => Link<LinkedSegments<long>>(WaitStrategy.Park);

    [KernelTest]
    internal static void A_subscriber_takes_from_several_writers()
    {
        Subscriber<long, Vec<long>> subscriber = new(Options());
        int writers = Crew.Size;
        int left = writers;
        long sum = 0;
        Crew.Run(
            writers,
            number =>
            {
                IQueueWriter<long> writer = subscriber.Link();
                for (long i = 0; i < Count / 4; i++)
                {
                    writer.Publish(i);
                }
                if (Interlocked.Decrement(ref left) == 0)
                {
                    writer.Complete();
                }
            },
            () =>
            {
                while (subscriber.Reader.WaitForMessage())
                {
                    while (subscriber.Reader.TryNext(out long message))
                    {
                        sum += message;
                    }
                }
            });
        Check.Equal(writers * ((long)Count / 4 * ((Count / 4) - 1) / 2), sum);
    }

    [KernelTest]
    internal static void A_publisher_gives_all_to_readers_that_come_and_go()
    {
        Publisher<long, Vec<long>> publisher = new(Options());
        Crew.Run(
            2,
            number =>
            {
                bool isOver = false;
                while (!isOver)
                {
                    using Reader<long, Vec<long>> reader = publisher.Subscribe();
                    for (int i = 0; i < 500 && !isOver; i++)
                    {
                        isOver = !reader.WaitForMessage();
                        if (!isOver)
                        {
                            long sequence = reader.Sequence;
                            Check.Equal(sequence, reader.Next());
                        }
                    }
                }
            },
            () =>
            {
                for (long i = 0; i < Count; i++)
                {
                    publisher.Writer.Publish(i);
                }
                publisher.Writer.Complete();
            });
    }

    [KernelTest]
    internal static void Tasks_wait_at_both_ends()
    {
        Link<long, Vec<long>> link = new(Options());
        Task writing = Task.Run(async () =>
        {
            for (long i = 0; i < Count; i++)
            {
                await link.Writer.PublishAsync(i);
            }
            link.Writer.Complete();
        });
        Task<long> reading = Task.Run(async () =>
        {
            long next = 0;
            while (await link.Reader.WaitAsync())
            {
                while (link.Reader.TryNext(out long message))
                {
                    Check.Equal(next++, message);
                }
            }
            return next;
        });
        Task.WaitAll(writing, reading);
        Check.Equal(Count, reading.Result);
    }

    [KernelTest]
    internal static void Messages_with_an_owner_go_round_without_allocating()
    {
        Pool<long[]> pool = new(8, () => new long[4]);
        Link<Owned<long[]>, Vec<Owned<long[]>>> link = new(Options());
        GoRound(pool, link, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        GoRound(pool, link, 1000);
        Check.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Check.Equal(8, pool.Capacity);
    }

    private static void GoRound(Pool<long[]> pool, Link<Owned<long[]>, Vec<Owned<long[]>>> link, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Owned<long[]> sent = pool.Rent();
            sent.Value[0] = i;
            link.Writer.Publish(sent);
            if (link.Reader.TryNext(out Owned<long[]> taken))
            {
                Check.Equal((long)i, taken.Value[0]);
                taken.Dispose();
            }
        }
    }

    private static void Link<TStorage>(WaitStrategy strategy)
        where TStorage : struct, IStorage<long, TStorage>
    {
        Link<long, TStorage> link = new(Options(strategy));
        Crew.Run(
            1,
            _ =>
            {
                for (long i = 0; i < Count; i++)
                {
                    link.Writer.Publish(i);
                }
                link.Writer.Complete();
            },
            () =>
            {
                long next = 0;
                while (link.Reader.WaitForMessage())
                {
                    while (link.Reader.TryRead(16, out Slots<long> shown))
                    {
                        for (int i = 0; i < shown.Count; i++)
                        {
                            Check.Equal(next++, shown[i]);
                        }
                        link.Reader.Release(shown.Count);
                    }
                }
                Check.Equal((long)Count, next);
            });
    }
}
