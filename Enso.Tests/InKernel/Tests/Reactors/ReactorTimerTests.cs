using System.Numerics;
using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>Very many timers on the machine's own clocks: none is lost, early, out of order or seen twice.</summary>
internal static class ReactorTimerTests
{
    private const int Million = 1_000_000;
    private const long Millisecond = 1_000_000;
    private const long Hour = 3600_000 * Millisecond;

    // Short, so that the ticks are many and come soon: they lie on three levels of the wheel.
    private const int TickBits = 17;
    private const long Tick = 1L << TickBits;
    private const int Ticks = 4096;
    private const int MostTicksOfSlack = 4;

    [KernelTest]
    internal static void A_million_timers_are_pending_and_those_not_cancelled_come_once_in_the_order_of_ticks()
    {
        MachineReactors reactors = MachineReactors.Begin(new ReactorOptions
        {
            Tasks = Ticks + 2,
            Timers = new TimerOptions { Tick = Tick, MaximumCapacity = Million },
        });
        int core = reactors.Cluster.Cores - 1;
        int[] woken = new int[Ticks];
        TaskId[] tasks = SpawnListeners(reactors, core, Ticks, tick => woken[tick]++);

        // Nothing expires while this runs, however long it takes: the reactor looks at its timers between such calls.
        int[] expected = new int[Ticks];
        long firstTick = reactors.Ask(core, reactor =>
        {
            reactor.StartTrace(Million);
            return CreateMillion(reactor, tasks, expected);
        });
        while (reactors.Ask(core, reactor => reactor.Timers) != 0)
        {
            Thread.Yield();
        }

        Trace trace = reactors.Ask(core, reactor => reactor.StopTrace()!);
        Check.Equal(0, trace.Lost);
        Dictionary<TaskId, int> ticks = [];
        for (int tick = 0; tick < Ticks; tick++)
        {
            ticks[tasks[tick]] = tick;
        }

        int[] seen = new int[Ticks];
        int last = 0;
        foreach (TraceEvent what in trace.Events)
        {
            if (what.Kind == TraceKind.Timer)
            {
                int tick = ticks[what.Task];
                seen[tick]++;
                Check.That(tick >= last && what.Start >> TickBits >= firstTick + tick, $"tick {tick} after {last}");
                last = tick;
            }
        }

        for (int tick = 0; tick < Ticks; tick++)
        {
            Check.Equal(expected[tick], seen[tick]);
            Check.Equal(expected[tick] > 0, woken[tick] > 0);
        }

        reactors.Stop();
    }

    [KernelTest]
    internal static void One_core_keeps_thousands_of_timers_whose_expiries_go_to_other_cores()
    {
        const int TasksOfCore = 500;
        const int Sleeps = 4;
        MachineReactors reactors = MachineReactors.Begin(
            new ReactorOptions { Tasks = TasksOfCore + 2, BusCapacity = 64, TimerCore = 0 });
        int cores = reactors.Cluster.Cores;
        int[] woken = new int[cores];
        int[] early = new int[cores];
        TaskCompletionSource[] done = new TaskCompletionSource[cores];
        for (int i = 0; i < cores; i++)
        {
            int core = i;
            done[core] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            reactors.Ask(core, reactor =>
            {
                // The last core's tasks come first, and all of a core within a few ticks.
                long first = reactor.Now + (cores - core) * Millisecond;
                for (int task = 0; task < TasksOfCore; task++)
                {
                    reactor.Spawn(Sleep(reactor.Current, core, first + task * Tick / 16));
                }

                return 0;
            });
        }

        Task.WaitAll(Array.ConvertAll(done, source => source.Task));
        for (int core = 0; core < cores; core++)
        {
            Check.Equal(TasksOfCore * Sleeps, woken[core]);
            Check.Equal(0, early[core]);
            Check.Equal(0, reactors.Ask(core, reactor => reactor.Timers));
        }

        reactors.Stop();

        async ReactorTask Sleep(TaskContext context, int core, long due)
        {
            for (int i = 0; i < Sleeps; i++, due += Millisecond)
            {
                await context.Until(due, slack: i % 2 * 2 * Millisecond);
                early[core] += context.Reactor.Now < due ? 1 : 0;
                if (++woken[core] == TasksOfCore * Sleeps)
                {
                    done[core].SetResult();
                }
            }
        }
    }

    [KernelTest]
    internal static void An_interval_stays_on_its_multiples_however_late_its_task_is()
    {
        const long Interval = 1_000_003;
        const int Times = 100;
        MachineReactors reactors = MachineReactors.Begin(new ReactorOptions { Tasks = 8 });
        (long worst, int early) = reactors.Run(reactors.Cluster.Cores - 1, async context =>
        {
            Reactor reactor = context.Reactor;
            long first = reactor.Now + Interval;
            TimerHandle timer = reactor.WakeAt(context.Id, first, Interval);
            int tooEarly = 0;
            long tooFar = 0;
            for (int i = 0; i < Times; i++)
            {
                await context.Woken();
                tooEarly += reactor.Now < first + i * Interval ? 1 : 0;

                // When it is due next lies between these, which are apart by as long as it takes to ask.
                long before = reactor.Now;
                long wait = reactor.NextTimerIn;
                long after = reactor.Now;
                long step = (after + wait - first) / Interval;
                tooFar = Math.Max(tooFar, before + wait - (first + step * Interval));
                if (i % 10 == 9)
                {
                    // Misses several: the next one is on a multiple all the same.
                    while (reactor.Now < after + 3 * Interval)
                    {
                        Thread.SpinWait(100);
                    }
                }
            }

            Check.That(reactor.CancelTimer(timer));
            Check.That(!reactor.CancelTimer(timer));
            return (tooFar, tooEarly);
        });
        reactors.Stop();
        Check.Equal(0, early);
        Check.That(worst <= 0, $"an interval's timer is due {worst} ns after a multiple");
    }

    [KernelTest]
    internal static void Timers_whose_slacks_overlap_come_in_one_turn()
    {
        const int Sleepers = 32;
        MachineReactors reactors = MachineReactors.Begin(new ReactorOptions { Tasks = Sleepers + 2 });
        int core = reactors.Cluster.Cores - 1;
        long[] turns = new long[Sleepers];
        int woken = 0;
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskId[] tasks = SpawnListeners(reactors, core, Sleepers, sleeper =>
        {
            turns[sleeper] = reactors.FiguresOf(core).Turns;
            if (++woken == Sleepers)
            {
                done.SetResult();
            }
        });
        reactors.Ask(core, reactor =>
        {
            // A multiple of a large power of two, which lies in all windows: every timer can wait for it.
            long meeting = ((reactor.Now >> 24) + 2) << 24;
            for (int i = 0; i < Sleepers; i++)
            {
                reactor.WakeAt(tasks[i], meeting - i * Millisecond / 8, 0, slack: 6 * Millisecond);
            }

            return 0;
        });
        done.Task.Wait();
        Check.Equal(1, turns.Distinct().Count());
        reactors.Stop();
    }

    // Tasks that say each time that they are woken, once all of them wait.
    private static TaskId[] SpawnListeners(MachineReactors reactors, int core, int count, Action<int> woken)
    {
        TaskId[] tasks = new TaskId[count];
        reactors.Ask(core, reactor =>
        {
            for (int i = 0; i < count; i++)
            {
                tasks[i] = reactor.Spawn(new Listener(i, woken));
            }

            return 0;
        });
        while (reactors.Ask(core, _ => reactors.FiguresOf(core).Ready) != 0)
        {
            Thread.Yield();
        }

        return tasks;
    }

    // Half of them are cancelled; which tick each of the others is to come at is what its due time and slack say.
    private static long CreateMillion(Reactor reactor, TaskId[] tasks, int[] expected)
    {
        const uint Scatter = 0x9E37_79B9;
        const ulong Span = (ulong)(Ticks - MostTicksOfSlack - 1) * Tick;
        TimerHandle[] timers = new TimerHandle[Million];
        short[] ticks = new short[Million];
        long firstTick = (reactor.Now >> TickBits) + 1;
        for (int i = 0; i < Million; i++)
        {
            long due = (firstTick << TickBits) + (long)(unchecked((uint)i * Scatter) * Span >> 32);
            long slack = Tick * (1 + i % MostTicksOfSlack);
            ticks[i] = (short)(TickOf(due, slack) - firstTick);
            timers[i] = reactor.WakeAt(tasks[ticks[i]], due, 0, slack);
        }

        Check.Equal(Million, reactor.Timers);
        Check.Throws<InvalidOperationException>(() => reactor.WakeAt(tasks[0], Hour, 0, Tick));
        int wrong = 0;
        for (int i = 0; i < Million; i++)
        {
            // Which half: as good as at random, and the same each time.
            if (BitOperations.PopCount((uint)i) % 2 == 0)
            {
                expected[ticks[i]]++;
            }
            else
            {
                wrong += reactor.CancelTimer(timers[i]) && !reactor.CancelTimer(timers[i]) ? 0 : 1;
            }
        }

        Check.Equal(0, wrong);
        Check.Equal(Million / 2, reactor.Timers);
        return firstTick;
    }

    // As the wheel's page says: not before it is due, within its slack, at the tick that most can come together at.
    private static long TickOf(long due, long slack)
    {
        long best = (due + Tick - 1) >> TickBits;
        for (long tick = best + 1; tick <= (due + slack) >> TickBits; tick++)
        {
            if (BitOperations.TrailingZeroCount(tick) > BitOperations.TrailingZeroCount(best))
            {
                best = tick;
            }
        }

        return best;
    }

    /// <summary>Says each time that it is woken.</summary>
    private sealed class Listener(int number, Action<int> woken) : Work
    {
        private bool _isWaiting;

        protected override Poll Poll(in TaskContext context)
        {
            if (context.IsCancelled)
            {
                return Enso.Scheduler.Poll.End;
            }

            if (_isWaiting)
            {
                woken(number);
            }

            _isWaiting = true;
            return Enso.Scheduler.Poll.Wait;
        }
    }
}
