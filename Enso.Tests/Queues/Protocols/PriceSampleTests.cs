using Enso.Queues;

namespace Enso.Tests.Queues.Protocols;

using Asking = Send<string, Offer<Receive<decimal, End>, End>>;

/// <summary>The sample of the page on protocols.</summary>
[TestFixture]
public sealed class PriceSampleTests
{
    [TestCase("tea", 3)]
    [TestCase("gold", null)]
    public void The_sample_asks_and_answers(string name, int? expected)
    {
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.Pair(capacity: 1);
        Task answering = Task.Run(() => Answer(far, new Dictionary<string, decimal> { ["tea"] = 3 }));
        Assert.That(Ask(near, name), Is.EqualTo((decimal?)expected));
        answering.GetAwaiter().GetResult();
    }

    private static decimal? Ask<TTransport>(TTransport transport, string name)
        where TTransport : IMessageTransport
    {
        var answer = Sessions.Start<Asking, TTransport>(transport).Send(name).Offer();
        if (answer.IsLeft(out var known, out var unknown))
        {
            known.Receive(out decimal price).Close();
            return price;
        }
        unknown.Close();
        return null;
    }

    private static void Answer<TTransport>(TTransport transport, IReadOnlyDictionary<string, decimal> prices)
        where TTransport : IMessageTransport
    {
        var asked = Sessions.Start<Dual<Asking>, TTransport>(transport).Receive(out string name);
        if (prices.TryGetValue(name, out decimal price))
        {
            asked.ChooseLeft().Send(price).Close();
        }
        else
        {
            asked.ChooseRight().Close();
        }
    }
}
