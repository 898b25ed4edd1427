using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Actors;

/// <content>Starts that are refused.</content>
public sealed partial class ProcessTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void A_start_that_is_refused_leaves_the_mailbox_to_the_other_starts(bool hasOther)
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Process<Order, long> process = MakeCounter(simulation.Cluster);
        while (simulation[0].Tasks < 63)
        {
            simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, async context => await context.Woken())));
        }

        TaskId last = simulation[0].ListTasks().Last().Id;
        if (hasOther)
        {
            simulation.Ask(0, reactor => reactor.Cancel(last));
            simulation.Run();
            simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate()));
            simulation.Run();
        }

        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<TaskLimitException>(() => simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate())));
        }

        Assert.That(process.Mailbox.IsClosed, Is.False, "another start may come");
        if (!hasOther)
        {
            simulation.Ask(0, reactor => reactor.Cancel(last));
            simulation.Run();
            simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate()));
        }

        // It fails, and nobody starts it again.
        Assert.That(process.Mailbox.TrySend(default));
        Assert.That(process.Mailbox.TrySend(new Order { Add = 1 }));
        simulation.Run();
        Assert.That((process.Mailbox.IsClosed, process.Mailbox.Discarded), Is.EqualTo((true, 1)));
    }

    [Test]
    public void A_process_that_fails_while_another_start_is_about_to_be_refused_has_ended()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Process<Order, long> process = MakeCounter(simulation.Cluster);
        simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        Work next = process.Incarnate();
        Assert.That(process.Mailbox.TrySend(default));
        simulation.Run();
        Assert.That(process.Mailbox.IsClosed, Is.False, "another start is under way");
        Assert.Throws<ArgumentOutOfRangeException>(
            () => simulation.Ask(1, reactor => reactor.Spawn(next, new TaskOptions { Supervision = new() { Intensity = -1 } })));
        simulation.Run();
        Assert.That(process.Mailbox.IsClosed);
    }

    [Test]
    public void A_process_that_fails_and_finds_no_place_when_it_is_started_again_has_ended()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Process<Order, long> process = MakeCounter(simulation.Cluster);
        bool isFull = false;
        simulation.Ask(0, reactor => reactor.Spawn(new Supervisor(Incarnate), new TaskOptions
        {
            Supervision = new Supervision { Strategy = RestartStrategy.OneForOne },
        }));
        simulation.Run();
        Assert.That(process.Mailbox.TrySend(default));
        Assert.That(process.Mailbox.TrySend(new Order { Add = 1 }));
        isFull = true;
        simulation.Run();
        Assert.That(process.Starts, Is.EqualTo(1));
        Assert.That((process.Mailbox.IsClosed, process.Mailbox.Discarded), Is.EqualTo((true, 1)));

        Work Incarnate()
        {
            while (isFull && simulation[0].Tasks < 63)
            {
                simulation[0].Spawn(Begin(simulation[0], async context => await context.Woken()));
            }

            return process.Incarnate();
        }
    }
}
