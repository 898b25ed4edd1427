using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Protocols;

/// <summary>An order-entry session from both ends: a request, acknowledged or rejected; then, by turns that the client
/// takes, replacements, the next execution, or the cancellation, until the order is executed or cancelled.</summary>
/// <param name="isLink">Whether it goes over a link of queues; else over channels.</param>
[TestFixture(false)]
[TestFixture(true)]
public sealed class OrderEntryTests(bool isLink)
{
    [Test]
    public void An_order_is_requested_replaced_executed_and_cancelled() => Assert.That(
        Run(new(1, Side.Buy, 100, 30), Turn.Replace, Turn.Execute, Turn.Cancel),
        Is.EqualTo(["ack 1", "replaced 1", "executed 10 at 101", "cancelled 1"]));

    [Test]
    public void A_session_ends_when_all_of_the_order_is_executed() => Assert.That(
        Run(new(2, Side.Sell, 100, 15), Turn.Execute, Turn.Execute, Turn.Execute),
        Is.EqualTo(["ack 2", "executed 10 at 100", "executed 5 at 100", "filled"]));

    [Test]
    public void A_rejected_request_ends_the_session() => Assert.That(
        Run(new(3, Side.Buy, -1, 20), Turn.Execute), Is.EqualTo(["rejected: price"]));

    [Test]
    public void A_refused_replacement_leaves_the_order_as_it_was() => Assert.That(
        Run(new(4, Side.Buy, OrderServer.HighestPrice, 20), Turn.Replace, Turn.Execute, Turn.Cancel),
        Is.EqualTo(["ack 4", "refused: price or size", "executed 10 at 1000", "cancelled 4"]));

    [Test]
    public void Both_ends_come_to_the_end_whatever_the_client_does() => Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(), Gen.Choose(-2, 1002).ToArbitrary(),
        (numbers, price) =>
        {
            Turn[] turns = [.. numbers.Select(n => (Turn)(Math.Abs((long)n) % 3))];
            string last = Run(new(5, Side.Buy, price, 45), turns)[^1];
            return last == (price is <= 0 or > 1000 ? "rejected: price"
                : turns.TakeWhile(t => t != Turn.Cancel).Count(t => t == Turn.Execute) >= 5 ? "filled"
                : "cancelled 5");
        }).QuickCheckThrowOnFailure();

    /// <summary>Runs both ends to their end, the server on a thread of its own. The queues hold one message, so that
    /// both wait for each other.</summary>
    private string[] Run(Request request, params Turn[] turns)
    {
        if (isLink)
        {
            (LinkTransport client, LinkTransport server) = OrderClient.Connect(capacity: 1);
            return Run(client, server, request, turns);
        }

        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.Pair(capacity: 1);
        return Run(near, far, request, turns);
    }

    private static string[] Run<TTransport>(TTransport near, TTransport far, Request request, Turn[] turns)
        where TTransport : IMessageTransport
    {
        Task server = Task.Run(() => OrderServer.ServeAsync(far));
        string[] log = [.. OrderClient.Enter(near, request, turns)];
        server.GetAwaiter().GetResult();
        return log;
    }
}
