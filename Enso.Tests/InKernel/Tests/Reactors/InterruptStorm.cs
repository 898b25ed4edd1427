using Enso.Kernel.Reactors;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>A core under a storm of interrupts: a vector for each class but the highest, and a timer of 100 us.
/// </summary>
/// <remarks>Every <see cref="Burst"/> interrupts a handler holds the reactor up until all classes have a backlog.
/// So one of the lowest waits for as many others as it ever may, whatever the machine's cores are like: what
/// served the highest first and nothing else would have it wait for about twice as many. The highest class is the
/// processor's own interrupts': they fill its ring meanwhile.</remarks>
internal sealed class InterruptStorm(MachineReactors reactors, int core, int each)
{
    /// <summary>How many come of each class, to all cores together.</summary>
    public const int OfClass = 1024;

    /// <summary>Classes of the storm: all from 1.</summary>
    public const int Classes = InterruptLine.Classes - 1;

    private const int FirstVector = 0x60;
    private const int Step = 16;
    private const int Burst = 512;
    private const int Backlog = 32;

    // Below what a ring holds: so none is lost, and the rings are never empty for the senders' sake.
    private const int MostUnserved = 48;
    private const long Interval = 100_000;

    private readonly unsafe Core* _machine = Cores.At(reactors.MachineCoreOf(core));
    private readonly Served[] _log = new Served[each * Classes];
    private readonly long[] _sent = new long[Classes];
    private readonly long[] _served = new long[Classes];

    // What the vectors had counted before: other tests may use them.
    private readonly long[] _first = new long[Classes];
    private readonly Counting _busy = new();
    private int _count;
    private int _ticks;
    private int _mostBeforeTick;

    /// <summary>Registers the lines, on the core's thread.</summary>
    public InterruptStorm Begin(Reactor reactor)
    {
        for (int i = 0; i < Classes; i++)
        {
            int mine = i;
            _first[i] = Taken(i);
            reactor.Interrupts!.Register(
                new InterruptLine { Name = $"storm {i}", Vector = FirstVector + i, Class = i + 1 },
                (Reactor on, in InterruptEvent interrupt) => Serve(mine, on.Now, in interrupt));
        }

        reactor.Spawn(Tick(reactor.Current));
        reactor.Spawn(_busy);
        return this;
    }

    /// <summary>Whether interrupts of a class are left to be sent.</summary>
    public bool IsLeft(int index) => _sent[index] < each;

    /// <summary>Sends one, if one is left and the last of its class was taken, so that the controller does not
    /// make one of two, and if not too many wait to be served. One thread may, for each class.</summary>
    /// <returns>Whether it was sent.</returns>
    public unsafe bool TrySend(int index)
    {
        long sent = _sent[index];
        if (sent == each || Taken(index) - _first[index] != sent
            || sent - Volatile.Read(ref _served[index]) >= MostUnserved)
        {
            return false;
        }

        _sent[index] = sent + 1;
        LocalApic.Send(_machine->ApicId, FirstVector + index);
        return true;
    }

    /// <summary>Waits until all were served, and checks them.</summary>
    public void End()
    {
        int longest = 0;
        for (int i = 0; i < Classes; i++)
        {
            // What is counted by the handler is counted by the reactor a little later.
            while (Line(i).Served < each)
            {
                Thread.Yield();
            }

            Check.Equal(each, Line(i).Served);
            Check.Equal(each, Line(i).Counts.Raised);
            Check.Equal(0, Line(i).Counts.Lost);
            longest = Math.Max(longest, CheckClass(i));
        }

        // Others of the highest class count too, and are not in the log.
        Check.That(longest > Classes * Step / 3, $"none waited for more than {longest} others: that shows no bound");
        Check.That(_busy.Polls > 0, "no task ran");
        Check.That(Volatile.Read(ref _ticks) > 0, "no timer came");

        // Those of the turn in which it was due, and of the next, which looks at the clock after them.
        int most = 2 * reactors.Cluster[core].Quanta.Interrupts;
        Check.That(_mostBeforeTick <= most, $"a timer waited for {_mostBeforeTick} interrupts");
    }

    private InterruptView Line(int index) =>
        reactors.Cluster[core].Interrupts!.List().Single(line => line.Vector == FirstVector + index);

    private unsafe long Taken(int index) =>
        (long)Volatile.Read(ref _machine->InterruptCounts[FirstVector + index]);

    private void Serve(int index, long now, in InterruptEvent interrupt)
    {
        _log[_count++] = new Served(index, interrupt.Time, now, interrupt.Data);
        Volatile.Write(ref _served[index], _served[index] + 1);
        if (_count % Burst == 1)
        {
            WaitForBacklog();
        }
    }

    private void WaitForBacklog()
    {
        for (int i = 0; i < Classes; i++)
        {
            long wanted = Math.Min(each, _served[i] + Backlog);
            while (Taken(i) - _first[i] < wanted)
            {
                Thread.Yield();
            }
        }
    }

    // Gives the most others that one has waited for.
    private int CheckClass(int index)
    {
        long bound = Enso.Queues.Ageing.Bound(index + 1, InterruptLine.Classes, Step);
        int longest = 0;
        int last = -1;
        for (int i = 0; i < _count; i++)
        {
            if (_log[i].Index != index)
            {
                continue;
            }

            if (last >= 0)
            {
                Check.Equal(_log[last].Number + 1, _log[i].Number);
            }

            // Those that were chosen while it was the first of its class. The first that was served after it had
            // come may have been chosen before.
            int from = last + 1;
            if (from == 0 || _log[from - 1].ServedAt < _log[i].RaisedAt)
            {
                while (_log[from].ServedAt < _log[i].RaisedAt)
                {
                    from++;
                }

                from++;
            }

            Check.That(i - from <= bound, $"class {index + 1} waited for {i - from} others, more than {bound}");
            longest = Math.Max(longest, i - from);
            last = i;
        }

        return longest;
    }

    private async ReactorTask Tick(TaskContext context)
    {
        while (true)
        {
            long due = context.Reactor.Now + Interval;
            await context.Until(due);
            int before = 0;
            while (before < _count && _log[_count - 1 - before].ServedAt > due)
            {
                before++;
            }

            _mostBeforeTick = Math.Max(_mostBeforeTick, before);
            Volatile.Write(ref _ticks, _ticks + 1);
        }
    }

    private readonly record struct Served(int Index, long RaisedAt, long ServedAt, long Number);

    /// <summary>Always wants to run, and counts its polls; the senders have the core in between.</summary>
    private sealed class Counting : Work
    {
        /// <summary>How many.</summary>
        public long Polls { get; private set; }

        /// <inheritdoc/>
        protected override Poll Poll(in TaskContext context)
        {
            Polls++;
            Thread.Yield();
            return context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Yield;
        }
    }
}
