using Enso.Queues;

namespace Enso.Tests.Queues.Protocols;

using OrderEntry = Send<Request, Offer<
    Receive<Ack, Loop<Choose<
        Send<Replace, Offer<Receive<Ack, Continue>, Receive<Reject, Continue>>>,
        Choose<
            Send<Cancel, Receive<Ack, End>>,
            Receive<Execute, Offer<Continue, End>>>>>>,
    Receive<Reject, End>>>;

/// <summary>The server's end of an order-entry session: the dual of the client's protocol, asynchronously. It executes
/// a lot whenever the client waits for an execution.</summary>
internal static class OrderServer
{
    public const long LotSize = 10;

    public const long HighestPrice = 1000;

    public static async Task ServeAsync<TTransport>(TTransport transport)
        where TTransport : IMessageTransport
    {
        (Request order, var answer) =
            await Sessions.Start<Dual<OrderEntry>, TTransport>(transport).ReceiveAsync();
        if (order.Price is <= 0 or > HighestPrice)
        {
            (await (await answer.ChooseRightAsync()).SendAsync(new(order.Id, "price"))).Close();
            return;
        }
        var turn = (await (await answer.ChooseLeftAsync()).SendAsync(new(order.Id))).Enter();
        long executed = 0;
        while (true)
        {
            var offered = await turn.OfferAsync();
            if (offered.IsLeft(out var replacing, out var others))
            {
                (Replace wanted, var decision) = await replacing.ReceiveAsync();
                if (wanted.Price > HighestPrice || wanted.Size <= executed)
                {
                    var refusing = await decision.ChooseRightAsync();
                    turn = (await refusing.SendAsync(new(order.Id, "price or size"))).Repeat();
                    continue;
                }
                order = order with { Price = wanted.Price, Size = wanted.Size };
                turn = (await (await decision.ChooseLeftAsync()).SendAsync(new(order.Id))).Repeat();
                continue;
            }
            if ((await others.OfferAsync()).IsLeft(out var cancelling, out var executing))
            {
                (Cancel cancel, var last) = await cancelling.ReceiveAsync();
                (await last.SendAsync(new(cancel.Id))).Close();
                return;
            }
            long lot = Math.Min(order.Size - executed, LotSize);
            executed += lot;
            var afterwards = await executing.SendAsync(new(order.Price, lot));
            if (executed == order.Size)
            {
                (await afterwards.ChooseRightAsync()).Close();
                return;
            }
            turn = (await afterwards.ChooseLeftAsync()).Repeat();
        }
    }
}
