using Enso.Kernel.Reactors;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>A core under a storm of interrupts: a vector for each sender and class, and a timer of 100 us.</summary>
internal sealed class InterruptStorm(MachineReactors reactors, int core)
{
    /// <summary>How many come to a core of each class, in all cores' rounds.</summary>
    public const int Interrupts = 96;

    private const int FirstVector = 0x60;
    private const int Step = 16;
    private const int MostUnserved = 32;
    private const long Interval = 100_000;

    // What the highest bound is: a class for each step, and one of each other class first.
    private const int Bound = ((InterruptLine.Classes - 1) * Step) + InterruptLine.Classes - 1;

    private readonly unsafe Core* _machine = Cores.At(reactors.MachineCoreOf(core));
    private readonly Served[] _log = new Served[(Interrupts * InterruptLine.Classes) + 1];
    private readonly long[] _served = new long[InterruptLine.Classes];
    // What the vectors had counted before: other tests may use them.
    private readonly long[] _first = new long[InterruptLine.Classes];
    private int _count;
    private long _ticks;

    /// <summary>The core.</summary>
    public int Core => core;

    /// <summary>A task that always wants to run.</summary>
    public Counting Busy { get; } = new();

    /// <summary>Registers the lines, on the core's thread.</summary>
    public InterruptStorm Begin(Reactor reactor)
    {
        for (int i = 0; i < InterruptLine.Classes; i++)
        {
            int interruptClass = i;
            _first[i] = Count(i);
            reactor.Interrupts!.Register(
                new InterruptLine { Name = $"storm {i}", Vector = FirstVector + i, Class = i },
                (Reactor on, in InterruptEvent interrupt) =>
                {
                    _log[_count++] = new Served(interruptClass, interrupt.Time, on.Now, interrupt.Data);
                    Volatile.Write(ref _served[interruptClass], _served[interruptClass] + 1);
                });
        }

        reactor.Spawn(Tick(reactor.Current));
        return this;
    }

    /// <summary>Sends an interrupt, once the last one of its class was taken, so that the controller does not make one of
    /// two; any thread may, one for each class.</summary>
    public unsafe void Send(int interruptClass)
    {
        long before = Count(interruptClass);
        LocalApic.Send(_machine->ApicId, FirstVector + interruptClass);
        while (Count(interruptClass) == before
            || before - _first[interruptClass] - Volatile.Read(ref _served[interruptClass]) > MostUnserved)
        {
            Thread.Yield();
        }
    }

    /// <summary>Waits until all were served, and checks them.</summary>
    public void End(int classes, int each)
    {
        for (int i = 0; i < classes; i++)
        {
            while (Volatile.Read(ref _served[i]) < each)
            {
                Thread.Yield();
            }

            InterruptView line = reactors.Cluster[core].Interrupts!.List().Single(line => line.Vector == FirstVector + i);
            Check.Equal(each, line.Served);
            Check.Equal(each, line.Counts.Raised);
            Check.Equal(0, line.Counts.Lost);
            CheckClass(i);
        }

        Check.That(Busy.Polls > 0, "no task ran");
        Check.That(Volatile.Read(ref _ticks) > 0, "no timer came");
    }

    private unsafe long Count(int interruptClass) =>
        (long)Volatile.Read(ref _machine->InterruptCounts[FirstVector + interruptClass]);

    private void CheckClass(int interruptClass)
    {
        int last = -1;
        for (int i = 0; i < _count; i++)
        {
            if (_log[i].Class != interruptClass)
            {
                continue;
            }

            if (last >= 0)
            {
                Check.Equal(_log[last].Number + 1, _log[i].Number);

                // Those that were served while it was the first of its class.
                int from = last + 1;
                while (_log[from].ServedAt < _log[i].RaisedAt)
                {
                    from++;
                }

                Check.That(i - from <= Bound, $"class {interruptClass} waited for {i - from} others");
            }

            last = i;
        }
    }

    private async ReactorTask Tick(TaskContext context)
    {
        while (true)
        {
            await context.Sleep(Interval);
            Volatile.Write(ref _ticks, _ticks + 1);
        }
    }

    private readonly record struct Served(int Class, long RaisedAt, long ServedAt, long Number);

    /// <summary>Counts its polls.</summary>
    internal sealed class Counting : Work
    {
        /// <summary>How many.</summary>
        public long Polls { get; private set; }

        /// <inheritdoc/>
        protected override Poll Poll(in TaskContext context)
        {
            Polls++;
            return context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Yield;
        }
    }
}
