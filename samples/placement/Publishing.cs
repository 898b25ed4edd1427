using System.Diagnostics;
using Enso.Queues;
using Enso.Scheduler;

/// <summary>The publisher case: one ring, which every core reads by a cursor of its own, in place.</summary>
internal static class Publishing
{
    private const int Capacity = 256;
    private const int BucketCount = 16;

    /// <summary>Runs the case and prints what happened.</summary>
    /// <param name="cores">The cores.</param>
    /// <param name="count">How many messages.</param>
    /// <returns>Nanoseconds a message.</returns>
    public static async Task<double> Run(ThreadCluster cores, int count)
    {
        Console.WriteLine("""

            3. Publisher: one ring, where each core reads by a cursor of its own and takes its streams

            """);
        Publication<Order> publication = new(
            "orders", new QueueOptions { Capacity = Capacity, MaximumReaders = cores.Count });
        int number = await cores[0].Start(context => context.PublishOn(0, publication));
        Reader<Order, Vec<Order>>[] cursors = await Task.WhenAll(
            Enumerable.Range(0, cores.Count)
                .Select(core => cores[core].Start(context => context.SubscribeTo<Order>(0, number))));
        Stopwatch watch = Stopwatch.StartNew();
        Task<(int Seen, Arrivals Own)>[] reading =
            [.. cursors.Select((cursor, core) => cores[core].Start(context => Read(context, cursor, cores.Count)))];
        await cores[0].Start(context => Publish(context, publication, count));
        (int Seen, Arrivals Own)[] read = await Task.WhenAll(reading);
        double nanoseconds = watch.Elapsed.TotalNanoseconds / count;
        Console.WriteLine("core  seen   own    order  streams");
        for (int core = 0; core < cores.Count; core++)
        {
            (int seen, Arrivals own) = read[core];
            IEnumerable<string> streams =
                Enumerable.Range(0, Streams.Count).Where(stream => own.Of(stream) != 0).Select(Streams.NameOf);
            Console.WriteLine(
                $"{core,-6}{seen,-7}{own.Total,-7}{own.Order,-7}{string.Join(' ', streams)}".TrimEnd());
        }

        return nanoseconds;
    }

    private static async ReactorTask<int> Publish(TaskContext context, Publication<Order> publication, int count)
    {
        using TaskWriter<Order> writer = TaskWriter<Order>.Create(context.Reactor, publication.Writer);
        for (int i = 0; i < count; i++)
        {
            await writer.Publish(Streams.At(i));
        }

        publication.Writer.Complete();
        return count;
    }

    private static async ReactorTask<(int Seen, Arrivals Own)> Read(
        TaskContext context, Reader<Order, Vec<Order>> cursor, int cores)
    {
        using Reader<Order, Vec<Order>> owned = cursor;
        using TaskReader<Order> reader = TaskReader<Order>.Create(context.Reactor, cursor);
        Buckets<int> buckets = new(BucketCount, cores);
        Arrivals own = new();
        int seen = 0;
        while (await reader.Wait())
        {
            seen += Take(cursor, buckets, context.Reactor.Core, own);
        }

        return (seen, own);
    }

    // Where they lie: nothing is copied but what the core makes of its own.
    private static int Take(Reader<Order, Vec<Order>> cursor, Buckets<int> buckets, int core, Arrivals own)
    {
        if (!cursor.TryRead(Capacity, out Slots<Order> orders))
        {
            return 0;
        }

        for (int i = 0; i < orders.Count; i++)
        {
            if (buckets.Route(orders[i].Stream) == core)
            {
                own.Add(orders[i]);
            }
        }

        cursor.Release(orders.Count);
        return orders.Count;
    }
}
