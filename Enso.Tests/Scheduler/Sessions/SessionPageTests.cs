using System.Reflection;
using Enso.Scheduler;
using Enso.Simulation;
using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Scheduler.Sessions;

/// <summary>The sample of the page on sessions.</summary>
[TestFixture]
public sealed class SessionPageTests
{
    [Test]
    public void The_samples_till_adds_for_clients_of_two_cores()
    {
        Type till = PageSample.CompileFile(Path.Combine("Enso.Scheduler", "Sessions", "README.md"))
            .GetType("Shop.Till")!;
        Simulation<RoundRobin> simulation = new(2, 1);
        object process = till.GetMethod("Make")!.Invoke(null, [simulation.Cluster])!;
        simulation[0].Post(reactor => reactor.Spawn((Work)Call(process, "Incarnate")!));
        object port = process.GetType().GetProperty("Port")!.GetValue(process)!;
        MethodInfo pay = till.GetMethod("Pay")!;
        List<long> sums = [];
        for (int core = 0; core < 2; core++)
        {
            int[] amounts = [1 + core, 2, 3];
            simulation[core].Post(reactor => reactor.Spawn(Pay(reactor, amounts)));
        }

        simulation.Run();
        Assert.That(sums.Order(), Is.EqualTo([6, 7]));

        async ReactorTask Pay(Reactor reactor, int[] amounts) =>
            sums.Add(await (ReactorTask<long>)pay.Invoke(null, [reactor.Current, port, amounts])!);
    }

    private static object? Call(object target, string method) => target.GetType().GetMethod(method)!.Invoke(target, []);
}
