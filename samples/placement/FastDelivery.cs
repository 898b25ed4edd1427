using System.Diagnostics;
using Enso.Queues;
using Enso.Scheduler;

/// <summary>Fast delivery: one task receives, processes in place and sends. What any distribution is
/// compared with.</summary>
internal static class FastDelivery
{
    private const int Core = 0;
    private const int Batch = 32;

    /// <summary>Runs the case and prints what happened.</summary>
    /// <param name="cores">The cores, of which it uses one.</param>
    /// <param name="count">How many messages.</param>
    /// <returns>Nanoseconds a message.</returns>
    public static async Task<double> Run(ThreadCluster cores, int count)
    {
        Console.WriteLine("""

            2. Fast delivery: one task receives, processes in place and sends; the reference

            """);
        FastDelivery<Order, Vec<Order>, Delivery> delivery = new(
            new Link<Order, Vec<Order>>(new QueueOptions { Capacity = 2 * Batch, FullPolicy = FullPolicy.Reject }),
            new Delivery(count, Core));
        Stopwatch watch = Stopwatch.StartNew();
        int polls = await cores[Core].Start(async context =>
        {
            int done = 0;
            for (int sent = 0; sent < count; done++)
            {
                sent += delivery.Poll(Batch);
                await context.Yield();
            }

            return done;
        });
        double nanoseconds = watch.Elapsed.TotalNanoseconds / count;
        Arrivals sent = delivery.Work.Sent;
        Console.WriteLine("core  in     polls  out    order");
        Console.WriteLine($"{Core,-6}{count,-7}{polls,-7}{sent.Total,-7}{sent.Order}");
        return nanoseconds;
    }

    private struct Delivery(int count, int core) : IDelivery<Order>
    {
        private int _received;

        public Arrivals Sent { get; } = new();

        public readonly bool CanReceive => _received < count;

        public void Receive(ref Order place) => place = Streams.At(_received++);

        public readonly void Process(ref Order message) => message = message with { Core = core };

        public readonly bool TrySend(ref Order message)
        {
            Sent.Add(message);
            return true;
        }
    }
}
