using System.Diagnostics;
using Enso.Scheduler;

/// <summary>Load balancing: the hash of a message's key says to which core it goes, and what cores have
/// done is polled by priority on the way out.</summary>
internal static class LoadBalancing
{
    private const int Few = 4;
    private const int BucketCount = 16;

    private static readonly int[] s_polls = [3, 1];

    /// <summary>Runs the case and prints what happened.</summary>
    /// <param name="cores">The cores.</param>
    /// <param name="count">How many messages.</param>
    /// <returns>Nanoseconds a message.</returns>
    public static async Task<double> Run(ThreadCluster cores, int count)
    {
        Console.WriteLine($"""
            1. Load balancing: the hash of its stream says which core a message goes to

            {Few} of each stream go in, and wait on the way out. Then it is polled by priority: in a
            round, each core has {s_polls[0]} polls for CAPITALS and {s_polls[1]} for the others:

            """);
        await ShowPolls(cores);
        string move = cores.Count == 1
            ? "there is no other core to which a bucket could move"
            : $"half of them are in when {Streams.NameOf(0)}'s bucket moves to another core";
        Console.WriteLine($"\nNow {count} go through; {move}:\n");
        return await ShowMove(cores, count);
    }

    private static async Task ShowPolls(ThreadCluster cores)
    {
        Balancer<int, Order, Serving> balancer = MakeBalancer(cores.Count);
        await cores[0].Start(async context =>
        {
            for (int i = 0; i < Few * Streams.Count; i++)
            {
                await balancer.Hand(context, Streams.At(i));
            }

            balancer.Complete();
            return 0;
        });
        await Task.WhenAll(Enumerable.Range(0, cores.Count).Select(core => Serve(cores, balancer, core)));
        List<Order> orders = await cores[0].Start(context => Collect(context, balancer, Few * Streams.Count));
        Console.WriteLine($"{"out of",-8}in this order");
        for (int first = 0, last; first < orders.Count; first = last)
        {
            last = first;
            while (last < orders.Count && IsSameTurn(orders[first], orders[last]))
            {
                last++;
            }

            Console.WriteLine($"core {orders[first].Core,-3}{string.Join(' ', orders[first..last])}");
        }
    }

    private static bool IsSameTurn(Order first, Order other) =>
        first.Core == other.Core && Streams.PriorityOf(first.Stream) == Streams.PriorityOf(other.Stream);

    private static async Task<double> ShowMove(ThreadCluster cores, int count)
    {
        Balancer<int, Order, Serving> balancer = MakeBalancer(cores.Count);
        int bucket = balancer.Buckets.BucketOf(0);
        int[] before = RouteAll(balancer);
        int[] after = before;
        Stopwatch watch = Stopwatch.StartNew();
        Task<int>[] serving = [.. Enumerable.Range(0, cores.Count).Select(core => Serve(cores, balancer, core))];
        Task<List<Order>> collecting = cores[cores.Count - 1].Start(context => Collect(context, balancer, count));
        await cores[0].Start(async context =>
        {
            for (int i = 0; i < count; i++)
            {
                if (i == count / 2 && cores.Count > 1)
                {
                    // A queue may be full at the moment.
                    while (!balancer.TryMove(bucket, (before[0] + 1) % cores.Count))
                    {
                        await context.Yield();
                    }

                    after = RouteAll(balancer);
                }

                await balancer.Hand(context, Streams.At(i));
            }

            balancer.Complete();
            return 0;
        });
        List<Order> orders = await collecting;
        double nanoseconds = watch.Elapsed.TotalNanoseconds / count;
        await Task.WhenAll(serving);
        PrintMove(balancer, orders, before, after);
        return nanoseconds;
    }

    private static void PrintMove(
        Balancer<int, Order, Serving> balancer, List<Order> orders, int[] before, int[] after)
    {
        Arrivals arrivals = new();
        orders.ForEach(arrivals.Add);
        Console.WriteLine("stream   priority  bucket  core  done by          out    order");
        for (int stream = 0; stream < Streams.Count; stream++)
        {
            string route = before[stream] == after[stream] ? $"{before[stream]}" : $"{before[stream]}>{after[stream]}";
            IEnumerable<string> doneBy = orders.Where(order => order.Stream == stream)
                .GroupBy(order => order.Core)
                .OrderBy(group => group.First().Number)
                .Select(group => $"{group.Key}: {group.Count()}");
            Console.WriteLine(
                $"{Streams.NameOf(stream),-9}{Streams.PriorityOf(stream),8}{balancer.Buckets.BucketOf(stream),8}"
                + $"  {route,-4}  {string.Join(", ", doneBy),-17}{arrivals.Of(stream),-5}  {arrivals.OrderOf(stream)}");
        }
    }

    private static Balancer<int, Order, Serving> MakeBalancer(int cores) =>
        new(cores, default, new BalancerOptions { Buckets = BucketCount, Polls = s_polls });

    private static int[] RouteAll(Balancer<int, Order, Serving> balancer) =>
        [.. Enumerable.Range(0, Streams.Count).Select(balancer.Buckets.Route)];

    private static Task<int> Serve(ThreadCluster cores, Balancer<int, Order, Serving> balancer, int core) =>
        cores[core].Start(async context =>
        {
            await balancer.Serve(context);
            return 0;
        });

    private static async ReactorTask<List<Order>> Collect(
        TaskContext context, Balancer<int, Order, Serving> balancer, int count)
    {
        using BalancerOutput<Order> output = balancer.Open(context.Reactor);
        List<Order> orders = new(count);
        do
        {
            while (output.TryNext(out Order order, out _))
            {
                orders.Add(order);
            }
        }
        while (await output.Wait());
        return orders;
    }

    private readonly struct Serving : IBalanced<int, Order>
    {
        public int KeyOf(in Order message) => message.Stream;

        public int PriorityOf(in Order message) => Streams.PriorityOf(message.Stream);

        public void Process(int core, ref Order message) => message = message with { Core = core };
    }
}
