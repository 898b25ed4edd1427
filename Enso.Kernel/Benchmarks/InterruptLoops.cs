using Enso.Kernel.Reactors;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Machine.Time;
using Enso.Scheduler;

namespace Enso.Kernel.Benchmarks;

/// <summary>How long it takes from an interrupt to its handler, on the core of the calling thread, which is pinned.
/// The core interrupts itself: so the time is that of the processor's entry, the top half and the reactor, and of
/// nothing on the way.</summary>
/// <param name="cancellation">Ends what waits for the reactor.</param>
internal sealed unsafe class InterruptLoops(CancellationToken cancellation)
{
    // The last that devices use, so that no driver has it before all others are taken.
    private const int Vector = Vectors.LastDevice;

    /// <summary>The reactor sleeps, and a thread of its core runs: the handler is reached by a switch of threads.
    /// </summary>
    /// <param name="count">How many interrupts.</param>
    /// <returns>The median in nanoseconds, and bytes of the heap for each.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public double[] Asleep(int count)
    {
        Arrivals arrivals = new(count);
        int core = Register(arrivals.Add);
        try
        {
            uint self = Core.This()->ApicId;
            for (int i = 0; i < count; i++)
            {
                arrivals.Sent = (long)Clock.Now();
                LocalApic.Send(self, Vector);
                while (arrivals.Count == i)
                {
                    // The reactor goes first until it has used up a turn; then this thread gives it the core.
                    cancellation.ThrowIfCancellationRequested();
                    Thread.Yield();
                }
            }
        }
        finally
        {
            Unregister(core);
        }

        return arrivals.Values();
    }

    /// <summary>A task's poll is interrupted; the handler comes with the next turn.</summary>
    /// <inheritdoc cref="Asleep"/>
    public double[] Awake(int count)
    {
        Arrivals arrivals = new(count);
        Interrupting task = new(arrivals, count);
        TaskId id = default;
        int core = Register((reactor, in interrupt) =>
        {
            arrivals.Add(reactor, in interrupt);
            reactor.Wake(id);
        });
        try
        {
            // The handler knows whom it wakes before the task is polled: all of that is on the core's thread.
            TaskOptions options = new() { Name = "bench interrupts" };
            MachineReactors.Instance.Ask(core, reactor => id = reactor.Spawn(task, options), cancellation);
            task.Ended.WaitAsync(cancellation).GetAwaiter().GetResult();
        }
        finally
        {
            // Where it has ended there is nothing to cancel.
            MachineReactors.Instance.Cluster[core].TryPost(reactor => reactor.Cancel(id));
            Unregister(core);
        }

        return arrivals.Values();
    }

    /// <summary>The handler is the top half itself: what any kernel pays.</summary>
    /// <inheritdoc cref="Asleep"/>
    public static double[] Lower(int count)
    {
        Arrivals arrivals = new(count);
        EntryProbe.Arm();
        uint self = Core.This()->ApicId;
        for (int i = 0; i < count; i++)
        {
            EntryProbe.Time = 0;
            arrivals.Sent = (long)Clock.Now();
            LocalApic.Send(self, EntryProbe.Vector);
            while (EntryProbe.Time == 0)
            {
            }

            arrivals.Add((long)EntryProbe.Time);
        }

        return arrivals.Values();
    }

    private int Register(InterruptHandler handler)
    {
        int core = Array.IndexOf(MachineCores.Online(), Core.CurrentIndex());
        InterruptLine line = new() { Name = "bench interrupts", Vector = Vector, Core = core };
        try
        {
            MachineReactors.Instance.Ask(
                core,
                reactor =>
                {
                    Interrupts interrupts = reactor.Interrupts
                        ?? throw new InvalidOperationException($"Core {core}'s reactor takes no interrupts.");
                    interrupts.Register(line, handler);
                    return true;
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            // The core may have begun.
            Unregister(core);
            throw;
        }

        return core;
    }

    // Not waited for: a core that does not answer is what ends a loop. The next to register comes after it.
    private static void Unregister(int core) =>
        MachineReactors.Instance.Cluster[core].TryPost(reactor => reactor.Interrupts!.Unregister(Vector));

    /// <summary>How long each interrupt took.</summary>
    /// <param name="count">How many there will be.</param>
    private sealed class Arrivals(int count)
    {
        private readonly long[] _times = new long[count];
        private long _firstBytes;
        private long _lastBytes;
        private int _count;

        /// <summary>When the one that is under way was sent.</summary>
        public long Sent { get; set; }

        /// <summary>How many have come.</summary>
        public int Count => Volatile.Read(ref _count);

        /// <summary>Takes one, on the reactor's thread.</summary>
        public void Add(Reactor reactor, in InterruptEvent interrupt) => Add((long)Clock.Now());

        /// <summary>Takes one that came at a time.</summary>
        public void Add(long time)
        {
            _lastBytes = GC.GetAllocatedBytesForCurrentThread();
            _firstBytes = _count == 0 ? _lastBytes : _firstBytes;
            _times[_count] = time - Sent;
            Volatile.Write(ref _count, _count + 1);
        }

        /// <summary>The median, and bytes for each.</summary>
        public double[] Values()
        {
            Array.Sort(_times);
            return [_times[_times.Length / 2], (_lastBytes - _firstBytes) / (double)_times.Length];
        }
    }

    private sealed class Interrupting(Arrivals arrivals, int count) : Work
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Done when the task has ended; failed when it has not come to its own end.</summary>
        public Task Ended => _ended.Task;

        protected override Poll Poll(in TaskContext context)
        {
            if (arrivals.Count == count || context.IsCancelled)
            {
                return Enso.Scheduler.Poll.End;
            }

            arrivals.Sent = (long)Clock.Now();
            LocalApic.Send(Core.This()->ApicId, Vector);
            return Enso.Scheduler.Poll.Wait;
        }

        protected override void OnEnded(TaskOutcome outcome)
        {
            if (outcome == TaskOutcome.Completed)
            {
                _ended.SetResult();
            }
            else
            {
                _ended.SetException(new InvalidOperationException($"The task that is measured has {outcome}."));
            }
        }
    }
}
