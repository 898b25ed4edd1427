using System.Diagnostics;
using Enso.Scheduler;
using Measuring;

namespace ReactorBench;

/// <summary>A message that goes to a task on another core and comes back, over the bus. Neither reactor sleeps. A figure includes
/// one look at the clock for each trip, as that of the bare ring does.</summary>
internal static class BusRoundTrip
{
    private const int WarmUpShare = 4;

    /// <summary>Measures round trips, one after another.</summary>
    /// <param name="placement">Puts the threads on their cores.</param>
    /// <param name="count">How many.</param>
    /// <returns>Nanoseconds, the median, and bytes.</returns>
    public static double[] Run(ICorePlacement placement, int count)
    {
        Cluster cluster = new(2);
        CorePlatform[] platforms = CorePlatform.Create(2);
        var asking = cluster.Add<CorePlatform, RoundRobin>(platforms[0]);
        var answering = cluster.Add<CorePlatform, RoundRobin>(platforms[1]);
        int warmUp = Math.Max(1, count / WarmUpShare);
        Asker asker = new(new long[warmUp + count + 1], warmUp);
        asker.Other = answering.Spawn(new Answerer());
        asking.Spawn(asker);
        Race race = new(placement);
        race.Add(0, () => RunUntilDone(asking, asker));
        race.Add(1, () => RunUntilDone(answering, asker));
        race.Run();
        long[] trips = new long[count];
        for (int i = 0; i < count; i++)
        {
            trips[i] = asker.Times[warmUp + i + 1] - asker.Times[warmUp + i];
        }

        Array.Sort(trips);
        return [trips[count / 2] * 1e9 / Stopwatch.Frequency, (double)asker.Bytes / count];
    }

    private static void RunUntilDone(Reactor<CorePlatform, RoundRobin> reactor, Asker asker)
    {
        Wait wait = new(isCrowded: false);
        while (!Volatile.Read(ref asker.IsDone))
        {
            if (!reactor.Turn())
            {
                // As whoever finds the bare ring empty does.
                wait.Once();
            }
        }
    }

    private sealed class Asker(long[] times, int warmUp) : Work
    {
        private int _next;

        public TaskId Other;
        public bool IsDone;
        public long Bytes;

        public long[] Times => times;

        protected override Poll Poll(in TaskContext context)
        {
            if (_next == 0)
            {
                Send(context);
            }

            return Enso.Scheduler.Poll.Wait;
        }

        protected override void OnMessage(in TaskContext context, in Message message)
        {
            if (message.Value != _next - 1)
            {
                throw new InvalidOperationException("The message that came back is not the one that went.");
            }

            if (_next - 1 == warmUp)
            {
                // The other core must not be kept from its loop: this counts what threads have claimed so far.
                Bytes = GC.GetTotalAllocatedBytes();
            }

            if (_next == times.Length)
            {
                Bytes = GC.GetTotalAllocatedBytes() - Bytes;
                Volatile.Write(ref IsDone, true);
                return;
            }

            Send(context);
        }

        private void Send(in TaskContext context)
        {
            times[_next] = Stopwatch.GetTimestamp();
            Message message = new() { Kind = MessageKind.User, To = 1, Target = Other, Sender = context.Id, Value = _next++ };

            // There is always room: one message is under way at a time.
            _ = context.Reactor.TrySend(message);
        }
    }

    private sealed class Answerer : Work
    {
        protected override Poll Poll(in TaskContext context) => Enso.Scheduler.Poll.Wait;

        protected override void OnMessage(in TaskContext context, in Message message) =>
            _ = context.Reactor.TrySend(new Message
            {
                Kind = MessageKind.User, To = message.From, Target = message.Sender, Value = message.Value,
            });
    }
}
