using Enso.Machine.Interrupts;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Interrupts;

/// <summary>Interrupts as a reactor serves them.</summary>
[TestFixture]
public sealed class InterruptTests : InterruptFixture
{
    [Test]
    public void The_highest_class_goes_first_and_a_class_keeps_its_order()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices machine = Add(simulation, 0);
        List<long> served = [];
        foreach (int vector in (int[])[0x30, 0x50, 0xF4])
        {
            simulation[0].Interrupts!.Register(
                Line(vector), (Reactor _, in InterruptEvent interrupt) => served.Add(interrupt.Data));
        }

        machine.Raise(0x30, 5);
        machine.Raise(0x50, 3);
        machine.Raise(0xF4, 1);
        machine.Raise(0x50, 4);
        machine.Raise(0xF4, 2);
        simulation.Run();
        Assert.That(served, Is.EqualTo(new long[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public void Nobody_waits_longer_than_the_bound([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        int step = random.Next(1, 5);
        Simulation<RoundRobin> simulation = Simulate(1, seed);
        SimulatedDevices machine = Add(simulation, 0, capacity: 8, step);

        // Serial numbers of what lies in each class, the head first, and after how many served others the head came there.
        Queue<long>[] waiting = Array.ConvertAll(new int[16], _ => new Queue<long>());
        long[] since = new long[16];
        long all = 0;
        long serial = 0;
        int most = 0;
        void Raise(int interruptClass)
        {
            if (machine.Raise(interruptClass, serial) == InterruptPush.Queued)
            {
                if (waiting[interruptClass].Count == 0)
                {
                    since[interruptClass] = all;
                }

                waiting[interruptClass].Enqueue(serial++);
            }
        }

        for (int i = 0; i < 16; i++)
        {
            simulation[0].Interrupts!.Register(Line(i, i), (Reactor _, in InterruptEvent interrupt) =>
            {
                int mine = interrupt.Vector;
                Assert.That(waiting[mine].Dequeue(), Is.EqualTo(interrupt.Data));
                long others = all - since[mine];
                Assert.That(others, Is.LessThanOrEqualTo(Enso.Queues.Ageing.Bound(mine, 16, step)));
                since[mine] = ++all;

                // A storm from the higher classes, which never lets them run dry.
                for (int more = random.Next(4); all < 3_000 && more > 0; more--)
                {
                    Raise(Math.Min(random.Next(16), random.Next(16)));
                }

                most = Math.Max(most, mine);
            });
        }

        for (int i = 0; i < 16; i++)
        {
            Raise(i);
        }

        simulation.Run();
        Assert.That(all, Is.EqualTo(serial).And.GreaterThan(15));
        Assert.That(most, Is.EqualTo(15));
        Assert.That(Log, Is.Empty);
    }

    [Test]
    public void What_finds_its_ring_full_is_counted_as_lost()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices machine = Add(simulation, 0, capacity: 4);
        int served = 0;
        simulation[0].Interrupts!.Register(Line(0x40), (Reactor _, in InterruptEvent _) => served++);
        for (int i = 0; i < 10; i++)
        {
            machine.Raise(0x40);
        }

        machine.Raise(0x77);
        simulation.Run();
        InterruptView view = simulation[0].Interrupts!.List()[0];
        Assert.That(served, Is.EqualTo(4));
        Assert.That(view.Counts, Is.EqualTo(new InterruptCounts(10, 6, 0)));
        Assert.That((view.Served, view.Name, view.Class), Is.EqualTo((4, "device 64", 11)));
        Assert.That(simulation[0].Interrupts!.Unexpected, Is.EqualTo(1));
        Assert.That(simulation[0].Interrupts!.List()[1].Name, Is.Null);
    }

    [Test]
    public void A_level_triggered_line_loses_nothing_when_its_ring_is_full([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(1, seed);
        SimulatedDevices machine = Add(simulation, 0, capacity: 2);
        List<long> served = [];
        for (int vector = 0x40; vector < 0x50; vector++)
        {
            simulation[0].Interrupts!.Register(Line(vector, isLevel: true), (Reactor _, in InterruptEvent interrupt) =>
            {
                Assert.That(machine.IsMasked(interrupt.Vector), "masked until the handler's end");
                served.AddRange(machine.Serve(interrupt.Vector));
            });
        }

        for (long i = 0; i < 300; i++)
        {
            machine.Assert(0x40 + random.Next(16), i);
            for (int steps = random.Next(3); steps > 0; steps--)
            {
                simulation.Step();
            }
        }

        simulation.Run();
        Assert.That(served, Is.EquivalentTo(Enumerable.Range(0, 300)));
        IReadOnlyList<InterruptView> views = simulation[0].Interrupts!.List();
        Assert.That(views.Sum(view => view.Counts.Deferred), Is.GreaterThan(0));
        Assert.That(views.Sum(view => view.Counts.Lost), Is.Zero);
        Assert.That(Enumerable.Range(0x40, 16), Has.None.Matches<int>(machine.IsMasked));
        Assert.That(Log, Is.Empty);
    }

    [Test]
    public void A_task_of_any_core_serves_interrupts_of_a_dedicated_one([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(3, seed, new ReactorOptions { InterruptCore = 2, BusCapacity = 2 });
        SimulatedDevices machine = Add(simulation, 2, capacity: 4);
        Driver[] tasks = [new(machine), new(machine), new(machine)];
        for (int core = 0; core < 3; core++)
        {
            Driver work = tasks[core];
            int vector = 0x40 + core;
            simulation[core].Post(reactor => reactor.Spawn(work));
            simulation[core].Post(reactor => reactor.Spawn(Ask(reactor, vector, work)));
        }

        simulation.Run();
        for (long i = 0; i < 120; i++)
        {
            machine.Assert(0x40 + (int)(i % 3), i);
            for (int steps = random.Next(4); steps > 0; steps--)
            {
                simulation.Step();
            }
        }

        simulation.Run();
        for (int core = 0; core < 3; core++)
        {
            int mine = core;
            Assert.That(tasks[core].Served, Is.EqualTo(Enumerable.Range(0, 120).Where(i => i % 3 == mine)));
        }

        Assert.That(simulation[2].Interrupts!.List(), Has.Count.EqualTo(3));
        Assert.That(Log, Is.Empty);
    }

    [Test]
    public void A_handler_that_throws_is_counted_and_the_next_interrupt_is_served()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices machine = Add(simulation, 0);
        simulation[0].Interrupts!.Register(Line(0x40, isLevel: true), (Reactor _, in InterruptEvent _) =>
        {
            machine.Serve(0x40).First();
            throw new InvalidOperationException("broken");
        });
        machine.Assert(0x40, 1);
        simulation.Run();
        machine.Assert(0x40, 2);
        simulation.Run();
        Assert.That(simulation[0].Interrupts!.List().Single().Failed, Is.EqualTo(2));
        Assert.That(
            Log, Has.Count.EqualTo(2).And.All.Contains("interrupt 64 'device 64' failed").And.All.Contains("broken"));
    }

    [Test]
    public void A_trace_has_each_interrupt_that_was_served()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices machine = Add(simulation, 0);
        simulation[0].Interrupts!.Register(Line(0x40), (Reactor _, in InterruptEvent _) => { });
        simulation.Ask(0, reactor =>
        {
            reactor.StartTrace(10);
            return 0;
        });
        machine.Raise(0x40);
        machine.Raise(0x40);
        simulation.Run();
        Trace trace = simulation.Ask(0, reactor => reactor.StopTrace())!;
        TraceEvent[] served = [.. trace.Events.ToArray().Where(what => what.Kind == TraceKind.Interrupt)];
        Assert.That(served, Has.Length.EqualTo(2));
        Assert.That(served, Has.All.Matches<TraceEvent>(what => what is { Name: "device 64", Other: 0x40 }));
        using StringWriter json = new();
        ChromeTrace.Write(json, [trace]);
        Assert.That(json.ToString(), Does.Contain("\"name\":\"device 64\",\"cat\":\"interrupt\"").And.Contain("{\"vector\":64}"));
    }

    [Test]
    public void A_turn_serves_no_more_than_its_quantum()
    {
        Simulation<RoundRobin> simulation = Simulate(1, 1, new ReactorOptions { Quanta = new Quanta { Interrupts = 3 } });
        SimulatedDevices machine = Add(simulation, 0);
        List<long> turns = [];
        simulation[0].Interrupts!.Register(Line(0x40), (Reactor _, in InterruptEvent _) => turns.Add(simulation[0].Turns));
        for (int i = 0; i < 9; i++)
        {
            machine.Raise(0x40);
        }

        simulation.Run();
        Assert.That(turns.GroupBy(turn => turn).Select(turn => turn.Count()), Is.EqualTo(new[] { 3, 3, 3 }));
    }

    [Test]
    public void Driver_an_interrupt_allocates_nothing()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices machine = Add(simulation, 0);
        long sum = 0;
        simulation[0].Interrupts!.Register(
            Line(0x40), (Reactor _, in InterruptEvent interrupt) => sum += interrupt.Data);
        long Serve(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < count; i++)
            {
                machine.Raise(0x40, 1);
                simulation[0].Turn();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Serve(100);
        Assert.That(Serve(1_000), Is.Zero);
        Assert.That(sum, Is.EqualTo(1_100));
    }

    [Test]
    public void A_core_that_reads_no_messages_holds_up_no_other_class([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed, new ReactorOptions { BusCapacity = 2 });
        SimulatedDevices devices = Add(simulation, 0);
        Driver driver = new(devices);
        TaskId task = simulation.Ask(1, reactor => reactor.Spawn(driver));
        int served = 0;
        simulation[0].Interrupts!.Register(Line(0x40, interruptClass: 2), task);
        simulation[0].Interrupts!.Register(Line(0x50, interruptClass: 7), (Reactor _, in InterruptEvent _) => served++);
        simulation.Run();
        simulation.Stall(1, long.MaxValue / 2);
        for (int i = 0; i < 8; i++)
        {
            devices.Raise(0x40, i);
        }

        for (int i = 1; i <= 100; i++)
        {
            devices.Raise(0x50);
            for (long turns = simulation[0].Turns; simulation[0].Turns == turns;)
            {
                simulation.Step();
            }

            Assert.That(served, Is.EqualTo(i), "within a turn");
        }

        InterruptView heldUp = simulation[0].Interrupts!.List()[0];
        Assert.That(heldUp.Served, Is.EqualTo(2), "as many as there is room for");
        Assert.That(heldUp.HeldUp, Is.GreaterThan(10));
        Assert.That(simulation[0].Interrupts!.List()[1].Counts.Lost, Is.Zero);
    }

    [Test]
    public void A_line_that_is_held_back_does_not_wait_until_its_class_has_run_dry()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices devices = Add(simulation, 0, capacity: 8);
        List<long> served = [];
        int edges = 0;
        int raised = 8;
        simulation[0].Interrupts!.Register(Line(0x41, isLevel: true), (Reactor _, in InterruptEvent _) =>
            served.AddRange(devices.Serve(0x41)));
        simulation[0].Interrupts!.Register(Line(0x40), (Reactor _, in InterruptEvent _) =>
        {
            // There are always two of its class, until far more have come than its ring holds.
            if (++edges < 10_000 && raised - edges < 2)
            {
                devices.Raise(0x40);
                raised++;
            }

            if (edges == 2_000)
            {
                Assert.That(served, Is.EqualTo(new long[] { 7 }));
            }
        });
        for (int i = 0; i < raised; i++)
        {
            devices.Raise(0x40);
        }

        devices.Assert(0x41, 7);
        Assert.That(simulation[0].Interrupts!.List()[1].Counts.Deferred, Is.EqualTo(1));
        simulation.Run();
        Assert.That(edges, Is.GreaterThan(2_000));
        Assert.That(Log, Is.Empty);
    }

    private static async ReactorTask Ask(Reactor reactor, int vector, Driver work)
    {
        TaskId task = reactor.ListTasks().First(view => view.Name is null && view.Id != reactor.Current.Id).Id;
        await reactor.Current.ExecuteOn(
            2, other => other.Interrupts!.Register(Line(vector, isLevel: true), task));
        work.HasRegistered = true;
    }
}
