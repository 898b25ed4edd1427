using Enso.Kernel.Reactors;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>Interrupts of the machine's cores, served by their reactors.</summary>
internal static class InterruptTests
{
    private const int Vector = 0x60;

    [KernelTest]
    internal static void An_interrupt_ends_its_cores_sleep_and_is_served_by_its_reactor() => With(reactors =>
    {
        int[] served = new int[reactors.Cluster.Cores];
        for (int core = 0; core < served.Length; core++)
        {
            int index = core;
            Register(reactors, core, new InterruptLine { Name = "test", Vector = Vector }, (reactor, in interrupt) =>
            {
                Check.Equal(index, reactor.Core);
                Check.Equal(Vector, interrupt.Vector);
                Check.That(interrupt.Time <= reactor.Now);
                Volatile.Write(ref served[index], served[index] + 1);
            });
        }

        for (int i = 0; i < 5; i++)
        {
            for (int core = 0; core < served.Length; core++)
            {
                Send(reactors, core, Vector);
                WaitFor(() => Volatile.Read(ref served[core]) == i + 1);
            }
        }

        // It is counted after its handler has ended.
        WaitFor(() => LineOf(reactors, served.Length - 1, Vector).Served == 5);
        InterruptView line = LineOf(reactors, served.Length - 1, Vector);
        Check.Equal(5, line.Latency!.Count);
        Check.Equal(0, line.Failed);
    });

    [KernelTest]
    internal static void What_wakes_a_reactor_is_counted_with_how_late_it_was() => With(reactors =>
    {
        int last = reactors.Cluster.Cores - 1;
        reactors.Run(last, async context =>
        {
            for (int i = 0; i < 10; i++)
            {
                await context.Sleep(1_000_000);
            }

            return 0;
        });
        InterruptView timer = LineOf(reactors, last, Vectors.Timer);
        Check.That(timer.Served > 0, "no timer interrupt was served");
        Check.Equal(timer.Served, timer.Latency!.Count);
        Check.Equal(0, timer.Counts.Lost);
    });

    [KernelTest]
    internal static void A_task_of_another_core_is_given_an_interrupt() => With(reactors =>
    {
        int last = reactors.Cluster.Cores - 1;
        Listener listener = new();
        TaskId task = reactors.Ask(last, reactor => reactor.Spawn(listener));
        reactors.Ask(0, reactor =>
        {
            reactor.Interrupts!.Register(new InterruptLine { Name = "remote", Vector = Vector }, task);
            return 0;
        });
        for (int i = 1; i <= 20; i++)
        {
            Send(reactors, 0, Vector);
            WaitFor(() => Volatile.Read(ref listener.Heard) == i);
        }

        WaitFor(() => LineOf(reactors, 0, Vector).Served == 20);
    });

    [KernelTest]
    internal static void A_handler_that_throws_fails_alone() => With(reactors =>
    {
        int calls = 0;
        Register(reactors, 0, new InterruptLine { Name = "clumsy", Vector = Vector }, (Reactor _, in InterruptEvent _) =>
        {
            Volatile.Write(ref calls, calls + 1);
            throw new InvalidDataException("on purpose");
        });
        for (int i = 1; i <= 3; i++)
        {
            Send(reactors, 0, Vector);
            WaitFor(() => LineOf(reactors, 0, Vector).Served == i);
        }

        Check.Equal(3, calls);
        Check.Equal(3, LineOf(reactors, 0, Vector).Failed);
    });

    [KernelTest]
    internal static void A_line_that_triggers_by_level_comes_again_until_its_device_is_served() => WithLine(
        (reactors, device) =>
        {
            int last = reactors.Cluster.Cores - 1;
            int count = 0;
            Register(reactors, last, LevelOf(last), (Reactor _, in InterruptEvent _) =>
            {
                if (++count == 5)
                {
                    device.Serve();
                }
            });
        device.Assert();
        WaitFor(() => LineOf(reactors, last, HpetLine.Vector).Served == 5);
        Check.Equal(0, LineOf(reactors, last, HpetLine.Vector).Counts.Lost);
    });

    [KernelTest]
    internal static void A_line_that_nobody_serves_is_stopped_when_it_comes() => WithLine((reactors, device) =>
    {
        int last = reactors.Cluster.Cores - 1;
        ulong unexpected = InterruptDispatch.Unexpected;
        for (int round = 1; round <= 3; round++)
        {
            Register(reactors, last, LevelOf(last), (Reactor _, in InterruptEvent _) => { });
            device.Assert();
            WaitFor(() => LineOf(reactors, last, HpetLine.Vector).Served >= 3);
            Check.That(reactors.Ask(last, reactor => reactor.Interrupts!.Unregister(HpetLine.Vector)));

            // Once, and not again and again, although it asserts all the time.
            device.Open();
            ulong expected = unexpected + (ulong)round;
            WaitFor(() => InterruptDispatch.Unexpected == expected);
            for (int i = 0; i < 100; i++)
            {
                reactors.Ask(last, reactor => reactor.Core);
            }

            Check.Equal(expected, InterruptDispatch.Unexpected);
        }

        int count = 0;
        Register(reactors, last, LevelOf(last), (Reactor _, in InterruptEvent _) =>
        {
            device.Serve();
            Volatile.Write(ref count, count + 1);
        });
        WaitFor(() => Volatile.Read(ref count) != 0);
    });

    [KernelTest]
    internal static void A_reactor_that_ends_stops_its_lines_and_leaves_them_to_others()
    {
        using HpetLine? device = HpetLine.TryRoute();
        if (device is null)
        {
            return;
        }

        ulong unexpected = InterruptDispatch.Unexpected;
        for (int core = 0; core < Environment.ProcessorCount; core++)
        {
            int mine = core;
            With(reactors =>
            {
                Register(reactors, mine, LevelOf(mine), (Reactor _, in InterruptEvent _) => { });
                device.Assert();
                WaitFor(() => LineOf(reactors, mine, HpetLine.Vector).Served >= 3);
            });
        }

        Check.Equal(unexpected, InterruptDispatch.Unexpected);
    }

    [KernelTest]
    internal static void A_line_is_served_by_one_core_at_a_time() => WithLine((reactors, device) =>
    {
        int last = reactors.Cluster.Cores - 1;
        if (last == 0)
        {
            return;
        }

        int servedOn = -1;
        InterruptHandler handler = (Reactor reactor, in InterruptEvent _) =>
        {
            device.Serve();
            Volatile.Write(ref servedOn, reactor.Core);
        };
        Register(reactors, 0, LevelOf(0), handler);
        InvalidOperationException refused =
            Check.Throws<InvalidOperationException>(() => Register(reactors, last, LevelOf(last), handler));
        Check.That(
            refused.Message.Contains("0x58 is served by another core", StringComparison.Ordinal), refused.Message);
        Check.That(!reactors.Ask(last, reactor => reactor.Interrupts!.Unregister(HpetLine.Vector)));
        foreach (int core in (int[])[0, last, 0])
        {
            device.Assert();
            WaitFor(() => Volatile.Read(ref servedOn) == core);
            int next = core == 0 ? last : 0;
            Check.That(reactors.Ask(core, reactor => reactor.Interrupts!.Unregister(HpetLine.Vector)));
            Register(reactors, next, LevelOf(next), handler);
        }
    });

    [KernelTest]
    internal static void Vectors_that_are_not_for_reactors_are_refused_by_name() => With(reactors =>
    {
        (int Vector, string Name)[] refused =
        [
            (0, "0x00 is one of the processor's exceptions"),
            (31, "0x1f is one of the processor's exceptions"),
            (Vectors.TakeSignals, "0xef is signals (software)"),
            (Vectors.Spurious, "0xff is spurious"),
        ];
        foreach ((int vector, string name) in refused)
        {
            ArgumentOutOfRangeException error = Check.Throws<ArgumentOutOfRangeException>(
                () => Register(reactors, 0, new InterruptLine { Name = "test", Vector = vector }, null));
            Check.That(error.Message.Contains(name, StringComparison.Ordinal), error.Message);
        }

        Check.That(reactors.Cluster[0].Interrupts!.List().All(line => line.Name != "test"));
    });

    [KernelTest]
    internal static void A_line_that_names_no_core_goes_to_the_interrupt_core()
    {
        int cores = Environment.ProcessorCount;
        With(
            reactors =>
            {
                const int other = 0;
                InterruptLine line = new() { Name = "any", Vector = Vector };
                if (other != cores - 1)
                {
                    Check.Throws<ArgumentOutOfRangeException>(() => Register(reactors, other, line, null));
                }

                int served = 0;
                Register(reactors, cores - 1, line, (Reactor _, in InterruptEvent _) => Volatile.Write(ref served, 1));
                Send(reactors, cores - 1, Vector);
                WaitFor(() => Volatile.Read(ref served) == 1);
            },
            new ReactorOptions { Tasks = 16, InterruptCore = cores - 1 });
    }

    [KernelTest]
    internal static void A_storm_loses_nothing_keeps_the_bound_and_lets_timers_and_tasks_run() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        InterruptStorm[] storms = new InterruptStorm[cores];
        for (int core = 0; core < cores; core++)
        {
            InterruptStorm storm = new(reactors, core, InterruptStorm.OfClass / cores);
            storms[core] = reactors.Ask(core, reactor => storm.Begin(reactor));
        }

        // Each thread interrupts every core, in classes of its own, while timers of 100 us run on each.
        Crew.Run(cores, sender =>
        {
            while (SendSome(storms, sender, out bool hasSent))
            {
                if (!hasSent)
                {
                    Thread.Yield();
                }
            }
        });
        Array.ForEach(storms, storm => storm.End());
    });

    // Whether some are left to be sent.
    private static bool SendSome(InterruptStorm[] storms, int sender, out bool hasSent)
    {
        bool isLeft = false;
        hasSent = false;
        for (int i = 0; i < storms.Length; i++)
        {
            InterruptStorm target = storms[(sender + i) % storms.Length];
            for (int mine = sender; mine < InterruptStorm.Classes; mine += storms.Length)
            {
                isLeft |= target.IsLeft(mine);
                hasSent |= target.TrySend(mine);
            }
        }

        return isLeft;
    }

    private static void With(Action<MachineReactors> test, ReactorOptions? options = null)
    {
        MachineReactors reactors = MachineReactors.Begin(options ?? new ReactorOptions { Tasks = 64 }, takesInterrupts: true);
        try
        {
            test(reactors);
        }
        finally
        {
            // Others can take the cores' interrupts, though the test has failed.
            reactors.Stop();
        }
    }

    // The device is there for the whole test.
    private static void WithLine(Action<MachineReactors, HpetLine> test)
    {
        using HpetLine? device = HpetLine.TryRoute();
        if (device is not null)
        {
            With(reactors => test(reactors, device));
        }
    }

    private static InterruptLine LevelOf(int core) =>
        new() { Name = "level", Vector = HpetLine.Vector, Core = core, IsLevel = true };

    private static void Register(MachineReactors reactors, int core, InterruptLine line, InterruptHandler? handler) =>
        reactors.Ask(core, reactor =>
        {
            reactor.Interrupts!.Register(line, handler);
            return 0;
        });

    private static InterruptView LineOf(MachineReactors reactors, int core, int vector) =>
        reactors.Cluster[core].Interrupts!.List().Single(line => line.Vector == vector);

    private static unsafe void Send(MachineReactors reactors, int core, int vector) =>
        LocalApic.Send(Cores.At(reactors.MachineCoreOf(core))->ApicId, vector);

    private static void WaitFor(Func<bool> condition)
    {
        while (!condition())
        {
            Thread.Yield();
        }
    }

    private sealed class Listener : Work
    {
        internal int Heard;

        protected override Poll Poll(in TaskContext context) =>
            context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;

        protected override void OnMessage(in TaskContext context, in Message message)
        {
            Check.Equal(MessageKind.Interrupt, message.Kind);
            Volatile.Write(ref Heard, Heard + 1);
        }
    }
}
