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
        Asker? asker = null;
        TaskCompletionSource<TaskId> other = new();
        Race race = new(placement);

        // Each core makes its own task, as it would if it were asked to: made side by side they would share a cache line.
        race.Add(0, () =>
        {
            asker = new Asker(other.Task.Result, new long[warmUp + count + 1], warmUp);
            asking.Spawn(asker);
            RunUntilDone(asking, asker);
        });
        race.Add(1, () =>
        {
            Answerer answerer = new(warmUp + count + 1);
            other.SetResult(answering.Spawn(answerer));
            RunUntilDone(answering, answerer);
        });
        race.Run();
        long[] trips = new long[count];
        for (int i = 0; i < count; i++)
        {
            trips[i] = asker!.Times[warmUp + i + 1] - asker.Times[warmUp + i];
        }

        Array.Sort(trips);
        return [trips[count / 2] * 1e9 / Stopwatch.Frequency, (double)asker!.Bytes / count];
    }

    private static void RunUntilDone(Reactor<CorePlatform, RoundRobin> reactor, Party party)
    {
        Wait wait = new(isCrowded: false);
        while (party.Left != 0)
        {
            if (!reactor.Turn())
            {
                // As whoever finds the bare ring empty does.
                wait.Once();
            }
        }
    }

    /// <summary>A task that takes so many messages.</summary>
    private abstract class Party(int messages) : Work
    {
        public int Left { get; protected set; } = messages;
    }

    private sealed class Asker(TaskId other, long[] times, int warmUp) : Party(times.Length)
    {
        private int _next;

        public long Bytes { get; private set; }

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

            if (--Left == 0)
            {
                Bytes = GC.GetTotalAllocatedBytes() - Bytes;
                return;
            }

            Send(context);
        }

        private void Send(in TaskContext context)
        {
            times[_next] = Stopwatch.GetTimestamp();
            Message message = new() { Kind = MessageKind.User, To = 1, Target = other, Sender = context.Id, Value = _next++ };

            // There is always room: one message is under way at a time.
            _ = context.Reactor.TrySend(message);
        }
    }

    private sealed class Answerer(int messages) : Party(messages)
    {
        protected override Poll Poll(in TaskContext context) => Enso.Scheduler.Poll.Wait;

        protected override void OnMessage(in TaskContext context, in Message message)
        {
            Left--;
            _ = context.Reactor.TrySend(new Message
            {
                Kind = MessageKind.User, To = message.From, Target = message.Sender, Value = message.Value,
            });
        }
    }
}
