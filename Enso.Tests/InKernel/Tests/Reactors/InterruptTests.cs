using Enso.Kernel.Reactors;
using Enso.Machine.Cpu;
using Enso.Machine.Firmware;
using Enso.Machine.Interrupts;
using Enso.Machine.Time;
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

        InterruptView line = LineOf(reactors, served.Length - 1, Vector);
        Check.Equal(5, line.Served);
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

        Check.Equal(20, LineOf(reactors, 0, Vector).Served);
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
    internal static unsafe void A_line_that_triggers_by_level_comes_again_until_its_device_is_served()
    {
        // The HPET's second timer, on a line of the I/O APIC and by level (IA-PC HPET Specification 1.0a, 2.3.8).
        const int timer = 0x120;
        const int interruptStatus = 0x20;
        const ulong served = 1 << 1;
        byte* hpet = Acpi.HpetAddress == 0 ? null : (byte*)Machine.Memory.PageTables.Direct(Acpi.HpetAddress);
        uint lines = hpet == null ? 0 : (uint)(Volatile.Read(ref *(ulong*)(hpet + timer)) >> 32);
        if (lines == 0)
        {
            return;
        }

        uint line = 31 - (uint)System.Numerics.BitOperations.LeadingZeroCount(lines);
        With(reactors =>
        {
            int last = reactors.Cluster.Cores - 1;
            int count = 0;
            Check.That(IoApic.Route(line, Vector, Cores.At(0)->ApicId, activeLow: false, levelTriggered: true));
            Register(
                reactors,
                last,
                new InterruptLine { Name = "level", Vector = Vector, Core = last, IsLevel = true },
                (Reactor _, in InterruptEvent _) =>
                {
                    if (count == 4)
                    {
                        Volatile.Write(ref *(ulong*)(hpet + interruptStatus), served);
                        Volatile.Write(ref *(ulong*)(hpet + timer), 0);
                    }

                    Volatile.Write(ref count, count + 1);
                });
            Volatile.Write(ref *(ulong*)(hpet + timer + 8), Hpet.Read() + (Hpet.Frequency / 1000));
            Volatile.Write(ref *(ulong*)(hpet + timer), ((ulong)line << 9) | (1 << 2) | (1 << 1)); // on, by level
            WaitFor(() => Volatile.Read(ref count) == 5);
            Check.Equal(5, LineOf(reactors, last, Vector).Served);
            Check.Equal(0, LineOf(reactors, last, Vector).Counts.Lost);
            IoApic.SetMasked(line, true);
        });
    }

    [KernelTest]
    internal static void A_line_that_names_no_core_goes_to_the_interrupt_core()
    {
        int cores = Environment.ProcessorCount;
        With(
            reactors =>
            {
                int other = (cores - 1 + 1) % cores;
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
    internal static void A_storm_loses_nothing_keeps_the_bound_and_lets_tasks_run() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        InterruptStorm[] storms = new InterruptStorm[cores];
        TaskId[] busy = new TaskId[cores];
        for (int core = 0; core < cores; core++)
        {
            InterruptStorm storm = new(reactors, core);
            storms[core] = reactors.Ask(core, reactor => storm.Begin(reactor));
            busy[core] = reactors.Ask(core, reactor => reactor.Spawn(storm.Busy));
        }

        // Each core's thread interrupts every core, in two classes of its own, while timers of 100 us run on each.
        Crew.Run(cores, sender =>
        {
            int rounds = InterruptStorm.Interrupts / cores;
            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < cores; i++)
                {
                    InterruptStorm target = storms[(sender + i) % cores];
                    target.Send(sender * 2);
                    target.Send((sender * 2) + 1);
                }
            }
        });
        foreach (InterruptStorm storm in storms)
        {
            storm.End(cores * 2, InterruptStorm.Interrupts / cores);
            reactors.Ask(storm.Core, reactor => reactor.Cancel(busy[storm.Core]));
        }
    });

    private static void With(Action<MachineReactors> test, ReactorOptions? options = null)
    {
        MachineReactors reactors = MachineReactors.Begin(options ?? new ReactorOptions { Tasks = 64 }, takesInterrupts: true);
        test(reactors);
        reactors.Stop();
    }

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
