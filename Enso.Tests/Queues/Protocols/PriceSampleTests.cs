using System.Reflection;
using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Queues.Protocols;

/// <summary>The sample of the page on protocols, in a file with implicit usings.</summary>
[TestFixture]
public sealed class PriceSampleTests
{
    [TestCase("tea", 3)]
    [TestCase("gold", null)]
    public void The_sample_asks_and_answers(string name, int? expected)
    {
        Type prices = PageSample.Compile("Protocols").GetType("Shop.Prices")!;
        MethodInfo ask = prices.GetMethod("Ask")!.MakeGenericMethod(typeof(InMemoryTransport));
        MethodInfo answer = prices.GetMethod("Answer")!.MakeGenericMethod(typeof(InMemoryTransport));
        Dictionary<string, decimal> known = new() { ["tea"] = 3 };
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.Pair(capacity: 1);
        Task answering = Task.Run(() => answer.Invoke(null, [far, known]));
        Assert.That((decimal?)ask.Invoke(null, [near, name]), Is.EqualTo((decimal?)expected));
        answering.GetAwaiter().GetResult();
    }

    [TestCase("tea", 3)]
    [TestCase("gold", null)]
    public void The_sample_asks_over_a_link(string name, int? expected)
    {
        MethodInfo ask = PageSample.Compile("Protocols").GetType("Shop.Prices")!.GetMethod("AskBeside")!;
        Dictionary<string, decimal> known = new() { ["tea"] = 3 };
        Assert.That((decimal?)ask.Invoke(null, [name, known]), Is.EqualTo((decimal?)expected));
    }
}
