using System.Text.Json;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>What a reactor keeps of what happens on its core.</summary>
[TestFixture]
public sealed class TraceTests
{
    [Test]
    public void Polls_messages_and_timers_are_kept_and_what_has_no_room_is_counted()
    {
        Simulation<RoundRobin> simulation = new(2, seed: 1);
        simulation.Ask(1, reactor =>
        {
            reactor.StartTrace(100);
            Assert.That(() => reactor.StartTrace(100), Throws.InvalidOperationException);
            Assert.That(() => simulation[0].StartTrace(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            return 0;
        });
        simulation[0].Post(reactor => reactor.Spawn(Ask(reactor.Current)));
        simulation[1].Post(reactor => reactor.Spawn(Sleep(reactor.Current), new TaskOptions { Name = "a \"name\"" }));
        simulation.Run();
        Trace trace = simulation.Ask(1, reactor => reactor.StopTrace())!;
        TraceEvent[] events = trace.Events.ToArray();
        Assert.That(events.Count(what => what is { Kind: TraceKind.Message, Name: "Execute", Other: 0 }), Is.EqualTo(3));
        Assert.That(events.Count(what => what.Kind == TraceKind.Task), Is.EqualTo(2));
        Assert.That(events.Count(what => what.Kind == TraceKind.Timer), Is.EqualTo(1));
        Assert.That(trace.Lost, Is.Zero);
        Assert.That(simulation.Ask(1, reactor => reactor.StopTrace()), Is.Null);

        using StringWriter json = new();
        ChromeTrace.Write(json, [trace]);
        using JsonDocument document = JsonDocument.Parse(json.ToString());
        Assert.That(
            document.RootElement.GetProperty("traceEvents").EnumerateArray()
                .Count(what => what.GetProperty("name").GetString() == "a \"name\""),
            Is.EqualTo(2));
    }

    [Test]
    public void Collections_are_placed_where_they_were()
    {
        Reactor<ThreadPlatform, RoundRobin> reactor =
            new Cluster(1).Add<ThreadPlatform, RoundRobin>(ThreadPlatform.Create(1)[0]);
        reactor.StartTrace(10);
        List<(long From, long To)> collected = [];
        for (int i = 0; i < 3; i++)
        {
            long from = reactor.Now;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            collected.Add((from, reactor.Now));
        }

        Trace trace = reactor.StopTrace()!;
        foreach ((long from, long to) in collected)
        {
            Assert.That(trace.Collections, Has.Some.Matches<TraceEvent>(what =>
                what.Kind == TraceKind.Collection && what.Start >= from && what.Start + what.Length <= to && what.Length > 0));
        }

        Assert.That(trace.Count, Is.Zero);
        using StringWriter json = new();
        ChromeTrace.Write(json, [trace]);
        using JsonDocument document = JsonDocument.Parse(json.ToString());
        Assert.That(
            document.RootElement.GetProperty("traceEvents").EnumerateArray()
                .Count(what => what.GetProperty("name").GetString() == "collection"),
            Is.EqualTo(trace.Collections.Count));
    }

    [Test]
    public void A_full_trace_keeps_its_beginning()
    {
        Simulation<RoundRobin> simulation = new(1, seed: 1);
        simulation.Ask(0, reactor =>
        {
            reactor.StartTrace(3);
            reactor.Spawn(Turns(reactor.Current));
            return 0;
        });
        simulation.Run();
        Trace trace = simulation.Ask(0, reactor => reactor.StopTrace())!;
        Assert.That(trace.Count, Is.EqualTo(3));
        Assert.That(trace.Lost, Is.EqualTo(8));

        static async ReactorTask Turns(TaskContext context)
        {
            for (int i = 0; i < 10; i++)
            {
                await context.Yield();
            }
        }
    }

    private static async ReactorTask Ask(TaskContext context)
    {
        for (int i = 0; i < 3; i++)
        {
            await context.ExecuteOn(1, _ => { });
        }
    }

    private static async ReactorTask Sleep(TaskContext context) => await context.Sleep(1_000_000);
}
