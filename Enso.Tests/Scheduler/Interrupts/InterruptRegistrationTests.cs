using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Interrupts;

/// <summary>Who serves a line, and that it is stopped when nobody does any more.</summary>
[TestFixture]
public sealed class InterruptRegistrationTests : InterruptFixture
{
    [Test]
    public void A_line_that_cannot_be_served_is_refused()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Add(simulation, 0);
        Enso.Scheduler.Interrupts interrupts = simulation[0].Interrupts!;
        interrupts.Register(Line(0x40), null);
        Assert.That(
            () => interrupts.Register(Line(0x40), null),
            Throws.InvalidOperationException.With.Message.Contains("'device 64' already"));
        Assert.That(
            () => interrupts.Register(Line(0x41, core: 1), null),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("core 1"));
        Assert.That(() => interrupts.Register(Line(256), null), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => interrupts.Register(Line(1, 16), null), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(interrupts.Unregister(0x40), Is.True);
        Assert.That(interrupts.Unregister(0x40), Is.False);
        Assert.That(
            () => new Cluster(2, new ReactorOptions { InterruptCore = 2 }), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void An_asynchronous_task_is_woken_by_interrupts_of_another_core()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        SimulatedDevices machine = Add(simulation, 1);
        List<long> handled = [];
        int woken = 0;
        string? refused = null;
        async ReactorTask Drive(Reactor reactor)
        {
            TaskContext context = reactor.Current;
            await context.RegisterInterrupt(
                Line(0x50, core: 1), (Reactor _, in InterruptEvent interrupt) => handled.Add(interrupt.Data));
            await context.RegisterInterrupt(Line(0x51, core: 1));
            try
            {
                await context.RegisterInterrupt(Line(0x52, core: 0));
            }
            catch (RemoteException error)
            {
                refused = error.Message;
            }

            await context.Woken();
            woken++;
        }

        simulation[0].Post(reactor => reactor.Spawn(Drive(reactor)));
        simulation.Run();
        machine.Raise(0x50, 7);
        simulation.Run();
        Assert.That((handled.Single(), woken), Is.EqualTo((7, 0)));
        machine.Raise(0x51);
        simulation.Run();
        Assert.That(woken, Is.EqualTo(1));
        Assert.That(refused, Does.Contain("takes no interrupts"));
    }

    [Test]
    public void A_line_that_another_core_serves_is_refused_and_can_be_registered_later()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices devices = Add(simulation, 0);
        Enso.Scheduler.Interrupts interrupts = simulation[0].Interrupts!;
        devices.Foreign = 0x40;
        Assert.That(
            () => interrupts.Register(Line(0x40), null),
            Throws.InvalidOperationException.With.Message.Contains("another core's"));
        Assert.That(interrupts.List(), Is.Empty);
        devices.Foreign = -1;
        interrupts.Register(Line(0x40), null);
        Assert.That(interrupts.List(), Has.Count.EqualTo(1));
    }

    [Test]
    public void What_is_completed_when_nobody_serves_it_any_more_stays_masked()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        SimulatedDevices devices = Add(simulation, 0);
        Driver driver = new(devices) { IsToKeep = true };
        TaskId task = simulation.Ask(1, reactor => reactor.Spawn(driver));
        simulation.Ask(0, reactor => Serve(reactor, task));
        devices.Assert(0x40, 1);
        simulation.Run();
        simulation.Ask(0, reactor => reactor.Interrupts!.Unregister(0x40));
        simulation.Ask(1, reactor => Complete(reactor));
        simulation.Ask(0, reactor => Complete(reactor));
        simulation.Run();
        Assert.That(driver.Served, Is.EqualTo(new long[] { 1 }));
        Assert.That(devices.IsMasked(0x40));

        static bool Complete(Reactor reactor)
        {
            reactor.CompleteInterrupt(0, 0x40);
            return true;
        }
    }

    [Test]
    public void A_line_that_is_held_back_stays_masked_when_nobody_serves_it_any_more()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices devices = Add(simulation, 0, capacity: 2);
        Enso.Scheduler.Interrupts interrupts = simulation[0].Interrupts!;
        interrupts.Register(Line(0x40, isLevel: true), (Reactor _, in InterruptEvent _) => { });
        devices.Raise(0x41);
        devices.Raise(0x41);
        devices.Assert(0x40, 1);
        Assert.That(interrupts.List()[0].Counts.Deferred, Is.EqualTo(1));
        interrupts.Unregister(0x40);
        simulation.Run();
        Assert.That(devices.IsMasked(0x40));
        Assert.That(devices.IsIdle);
    }

    /// <summary>How a task comes to its end.</summary>
    public enum Ending
    {
        /// <summary>It throws when it is given an interrupt.</summary>
        Fails,

        /// <summary>It is cancelled.</summary>
        IsCancelled,

        /// <summary>It is cancelled while an interrupt is with it.</summary>
        IsCancelledMeanwhile,

        /// <summary>Its core halts.</summary>
        CoreHalts,
    }

    /// <summary>Each end on each core, save that the line's own core halts.</summary>
    public static IEnumerable<TestCaseData> Endings =>
        from ending in Enum.GetValues<Ending>()
        from core in Enumerable.Range(0, 2)
        where core == 1 || ending != Ending.CoreHalts
        from seed in Enumerable.Range(1, 10)
        select new TestCaseData(ending, core, seed);

    [TestCaseSource(nameof(Endings))]
    public void A_line_whose_task_has_ended_stays_masked_until_another_registers_it(Ending ending, int core, int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        SimulatedDevices devices = Add(simulation, 0);
        Driver driver = new(devices) { IsToKeep = ending == Ending.IsCancelledMeanwhile };
        TaskId task = simulation.Ask(core, reactor => reactor.Spawn(driver));
        simulation.Ask(0, reactor => Serve(reactor, task));
        devices.Assert(0x40, 1);
        simulation.Run();
        Assert.That(driver.Served, Is.EqualTo(new long[] { 1 }));
        if (ending == Ending.CoreHalts)
        {
            simulation[core].Post(reactor => reactor.Halt());
        }
        else if (ending == Ending.Fails)
        {
            driver.IsToFail = true;
        }
        else
        {
            simulation.Ask(core, reactor => reactor.Cancel(task));
        }

        for (int steps = seed; steps > 0; steps--)
        {
            simulation.Step();
        }

        devices.Assert(0x40, 2);
        simulation.Run();
        Assert.That(devices.IsMasked(0x40));
        Assert.That(devices.IsIdle);
        Assert.That(simulation[0].Interrupts!.List(), Has.None.Matches<InterruptView>(view => view!.Name is not null));
        Assert.That(Log.Where(line => line.Contains("interrupt 64")), Is.EqualTo(new[]
        {
            $"core 0: nobody serves interrupt 64 'device 64': task {task} has ended",
        }));
        Driver next = new(devices);
        simulation.Ask(0, reactor => Serve(reactor, reactor.Spawn(next)));
        simulation.Run();
        Assert.That(driver.Served.Concat(next.Served), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(devices.IsMasked(0x40), Is.False);
    }

    [Test]
    public void A_line_is_free_when_its_tasks_core_halts_before_it_has_heard_of_it()
    {
        Simulation<RoundRobin> simulation = Simulate(2, 1, new ReactorOptions { BusCapacity = 2 });
        SimulatedDevices devices = Add(simulation, 0);
        TaskId task = simulation.Ask(1, reactor => reactor.Spawn(new Endless()));
        simulation.Run();
        simulation[1].Post(reactor => reactor.Halt());
        simulation.Stall(1, 10_000_000);
        bool isFull = simulation.Ask(0, reactor =>
        {
            bool hasRoom = true;
            for (int i = 0; i < 10; i++)
            {
                hasRoom = reactor.TrySend(new Message { Kind = MessageKind.Wake, To = 1, Target = task });
            }

            // What says so to the other core waits for room on the ring until that core has halted.
            return Serve(reactor, task) && !hasRoom;
        });
        Assert.That(isFull && !simulation[1].HasHalted);
        simulation.Stall(0, 20_000_000);
        devices.Assert(0x40, 1);
        simulation.Run();
        Assert.That(simulation[1].HasHalted);
        Assert.That(devices.IsMasked(0x40));
        Assert.That(simulation[0].Interrupts!.List(), Has.None.Matches<InterruptView>(view => view!.Name is not null));
        Assert.That(Log, Has.One.EqualTo($"core 0: nobody serves interrupt 64 'device 64': task {task} has ended"));
    }

    [Test]
    public void A_task_that_is_started_again_registers_its_line_again([Values(0, 1)] int core, [Range(1, 10)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        SimulatedDevices devices = Add(simulation, 0);
        List<Driver> drivers = [];
        Driver parent = new(devices)
        {
            Begin = context => context.Supervise(() =>
            {
                Driver driver = new(devices) { Begin = Register };
                drivers.Add(driver);
                return driver;
            }),
        };
        simulation.Ask(core, reactor => reactor.Spawn(parent, new TaskOptions
        {
            Supervision = new Supervision { Strategy = RestartStrategy.OneForOne, Intensity = 3 },
        }));
        simulation.Run();
        for (int i = 1; i <= 4; i++)
        {
            devices.Assert(0x40, i);
            simulation.Run();
            Assert.That(drivers[^1].Served, Does.Contain(i));
            if (i < 4)
            {
                drivers[^1].IsToFail = true;
                devices.Assert(0x40, 100 + i);
                simulation.Run();
            }
        }

        Assert.That(drivers, Has.Count.EqualTo(4));
        Assert.That(devices.IsMasked(0x40), Is.False);

        static void Register(TaskContext context)
        {
            TaskId task = context.Id;
            context.Reactor.TrySend(new Message
            {
                Kind = MessageKind.Execute,
                To = 0,
                Payload = (Action<Reactor>)(reactor => Serve(reactor, task)),
            });
        }
    }

    [Test]
    public void A_task_that_ends_while_it_registers_a_line_leaves_it_free(
        [Values(0, 1)] int core, [Range(1, 40)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        SimulatedDevices devices = Add(simulation, 0);
        for (int i = 0; i < 5; i++)
        {
            TaskId task = simulation.Ask(core, reactor => reactor.Spawn(Drive(reactor.Current)));
            for (int steps = new Random(seed + i).Next(12); steps > 0; steps--)
            {
                simulation.Step();
            }

            simulation.Ask(core, reactor => reactor.Cancel(task));
        }

        simulation.Run();
        Assert.That(devices.IsMasked(0x40));
        Assert.That(simulation[0].Interrupts!.List(), Is.Empty);
        Assert.That(Log, Has.None.Contains("failed"));

        static async ReactorTask Drive(TaskContext context)
        {
            await context.RegisterInterrupt(Line(0x40, core: 0, isLevel: true));
            await context.Woken();
        }
    }

    [Test]
    public void A_task_that_has_ended_or_whose_core_has_halted_can_serve_nothing()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Add(simulation, 0);
        TaskId[] tasks = new TaskId[2];
        for (int core = 0; core < 2; core++)
        {
            TaskId task = simulation.Ask(core, reactor => reactor.Spawn(new Endless()));
            simulation.Ask(core, reactor => reactor.Cancel(task));
            tasks[core] = task;
        }

        simulation.Run();
        Assert.That(
            () => simulation.Ask(0, reactor => Serve(reactor, tasks[0])),
            Throws.ArgumentException.With.Message.Contains($"Task {tasks[0]} has ended"));

        // Its core has to be asked, and answers.
        simulation.Ask(0, reactor => Serve(reactor, tasks[1]));
        simulation.Run();
        Assert.That(simulation[0].Interrupts!.List(), Is.Empty);
        simulation[1].Post(reactor => reactor.Halt());
        simulation.Run();
        Assert.That(
            () => simulation.Ask(0, reactor => Serve(reactor, tasks[1])), Throws.TypeOf<CoreHaltedException>());
    }

    private static bool Serve(Reactor reactor, TaskId task)
    {
        reactor.Interrupts!.Register(Line(0x40, core: 0, isLevel: true), task);
        return true;
    }

    private sealed class Endless : Work
    {
        protected internal override Poll Poll(in TaskContext context) =>
            context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
    }
}
