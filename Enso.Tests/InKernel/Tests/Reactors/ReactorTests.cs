using Enso.Kernel.Reactors;
using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>Reactors on the machine's own cores: the same code as in simulation, on real interrupts, sleeps and clocks.
/// </summary>
internal static class ReactorTests
{
    private const long Millisecond = 1_000_000;

    [KernelTest]
    internal static void Every_core_runs_the_tasks_that_it_is_sent() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        int[] ran = new int[cores];
        reactors.Run(0, async context =>
        {
            for (int i = 0; i < cores * 8; i++)
            {
                int core = i % cores;
                TaskId task = await context.SpawnOn(core, () => new Once(() => ran[core]++));
                Check.Equal(core, task.Core);
            }

            return 0;
        });
        for (int core = 0; core < cores; core++)
        {
            // Behind what was sent before: a core's reactor takes things in order.
            while (reactors.Ask(core, reactor => reactor.Tasks) != 0)
            {
                Thread.Yield();
            }

            Check.Equal(8, ran[core]);
        }
    });

    [KernelTest]
    internal static void Every_core_asks_every_core_over_small_rings() => With(
        reactors =>
        {
            const int Rounds = 200;
            int cores = reactors.Cluster.Cores;
            long[] sums = new long[cores];
            Crew.Run(cores, asking => reactors.Run(asking, async context =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    int core = (asking + i) % cores;
                    await context.ExecuteOn(core, _ => sums[core]++);
                }

                return 0;
            }));
            Check.Equal((long)Rounds * cores, sums.Sum());
        },
        busCapacity: 4);

    [KernelTest]
    internal static void A_cursor_on_another_cores_ring_sees_what_is_published_there() => With(reactors =>
    {
        int last = reactors.Cluster.Cores - 1;
        Publication<long> publication = new("numbers", new QueueOptions { Capacity = 64 });
        Reader<long, Vec<long>> reader = reactors.Run(0, async context =>
            await context.SubscribeTo<long>(last, await context.PublishOn(last, publication)));
        reactors.Run(last, async context =>
        {
            for (long i = 0; i < 50; i++)
            {
                publication.Writer.Publish(i);
                await context.Yield();
            }

            return 0;
        });
        for (long i = 0; i < 50; i++)
        {
            Check.Equal(i, reader.Next());
        }
    });

    [KernelTest]
    internal static void A_sleep_is_not_shorter_than_asked_and_its_core_sleeps_too() => With(reactors =>
    {
        int last = reactors.Cluster.Cores - 1;
        long turns = reactors.FiguresOf(last).Turns;
        long slept = reactors.Run(last, async context =>
        {
            long start = context.Reactor.Now;
            await context.Sleep(30 * Millisecond);
            return context.Reactor.Now - start;
        });
        Check.That(slept >= 30 * Millisecond, $"slept {slept} ns");
        Check.That(reactors.FiguresOf(last).Turns - turns < 1000, "turns while nothing was to be done");
    });

    [KernelTest]
    internal static void One_core_keeps_the_timers_of_all() => With(
        reactors =>
        {
            Crew.Run(reactors.Cluster.Cores, core => reactors.Run(core, async context =>
            {
                for (int i = 1; i <= 10; i++)
                {
                    await context.Sleep(i * Millisecond / 4);
                }

                return 0;
            }));
            Check.Equal(0, reactors.Ask(0, reactor => reactor.Timers));
        },
        timerCore: 0);

    [KernelTest]
    internal static void A_thread_that_a_reactor_starts_is_not_kept_on_its_core() => With(reactors =>
    {
        ulong mask = 0;
        reactors.Ask(0, _ =>
        {
            Thread thread = new(() => Volatile.Write(ref mask, AffinityOfThis()));
            thread.Start();
            return thread;
        }).Join();
        Check.Equal(Machine.Cpu.Cores.OnlineMask, mask);

        static unsafe ulong AffinityOfThis() => Machine.Threads.Thread.This()->Affinity & Machine.Cpu.Cores.OnlineMask;
    });

    [KernelTest]
    internal static void A_task_waits_for_dotnets_threads() => With(reactors =>
    {
        int sum = reactors.Run(0, async context =>
        {
            int got = 0;
            for (int i = 0; i < 50; i++)
            {
                int add = i;
                got += await Task.Run(() => add);
                await Task.Delay(1);
            }

            return got;
        });
        Check.Equal(50 * 49 / 2, sum);
    });

    [KernelTest]
    internal static void A_task_that_fails_is_in_the_log_and_the_others_go_on()
    {
        List<string> log = [];
        With(
            reactors =>
            {
                reactors.Ask(0, reactor => reactor.Spawn(
                    new Once(() => throw new InvalidDataException("on purpose")), new TaskOptions { Name = "clumsy" }));
                Check.Equal(7, reactors.Run(0, async context =>
                {
                    await context.Yield();
                    await context.Yield();
                    return 7;
                }));
            },
            log: log.Add);
        Check.Equal(1, log.Count);
        Check.That(log[0].Contains("'clumsy' failed: System.IO.InvalidDataException: on purpose"), log[0]);
        Check.That(log[0].Contains("ReactorTests.cs:line"), log[0]);
    }

    [KernelTest]
    internal static void Turns_allocate_nothing() => With(reactors =>
    {
        long allocated = reactors.Run(0, async context =>
        {
            long before = 0;
            for (int round = 0; round < 3; round++)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 1000; i++)
                {
                    await context.Yield();
                    await context.Fork(Half(context));
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Check.Equal(0, allocated);

        static async ReactorTask<int> Half(TaskContext context)
        {
            await context.Yield();
            return 1;
        }
    });

    [KernelTest]
    internal static void Stopping_ends_tasks_that_wait_for_ever()
    {
        MachineReactors reactors = Begin();
        for (int core = 0; core < reactors.Cluster.Cores; core++)
        {
            reactors.Ask(core, reactor => reactor.Spawn(new Endless()));
        }

        reactors.Stop();
        for (int core = 0; core < reactors.Cluster.Cores; core++)
        {
            Check.That(reactors.Cluster[core].HasHalted);
        }
    }

    [KernelTest]
    internal static void A_task_that_does_not_end_is_named_while_it_runs()
    {
        using ManualResetEventSlim named = new();
        string? line = null;
        MachineReactors reactors = MachineReactors.Begin(new ReactorOptions
        {
            Tasks = 64,
            PollBudget = 1_000_000,
            WatchInterval = 1_000_000,
            Log = text =>
            {
                if (text.Contains("'hung'"))
                {
                    line ??= text;
                    named.Set();
                }
            },
        });
        reactors.Cluster[0].Post(reactor => reactor.Spawn(
            new Once(() =>
            {
                while (!named.IsSet)
                {
                    Thread.SpinWait(10);
                }
            }),
            new TaskOptions { Name = "hung" }));
        named.Wait();
        reactors.Stop();
        Check.That(line!.Contains("ms in one poll, and still runs"), line);
    }

    private static MachineReactors Begin(int busCapacity = 64, int? timerCore = null, Action<string>? log = null) =>
        MachineReactors.Begin(new ReactorOptions
        {
            BusCapacity = busCapacity,
            Tasks = 64,
            TimerCore = timerCore,
            Log = log,

            // What is logged is what a test looks for, however slow the machine is.
            PollBudget = long.MaxValue,
        });

    private static void With(
        Action<MachineReactors> test, int busCapacity = 64, int? timerCore = null, Action<string>? log = null)
    {
        MachineReactors reactors = Begin(busCapacity, timerCore, log);
        test(reactors);
        reactors.Stop();
    }

    private sealed class Once(Action action) : Work
    {
        protected override Poll Poll(in TaskContext context)
        {
            action();
            return Enso.Scheduler.Poll.End;
        }
    }

    private sealed class Endless : Work
    {
        protected override Poll Poll(in TaskContext context) =>
            context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
    }
}
