using Enso.Queues;

namespace Enso.Tests.Queues.Protocols;

using OrderEntry = Send<Request, Offer<
    Receive<Ack, Loop<Choose<
        Send<Replace, Offer<Receive<Ack, Continue>, Receive<Reject, Continue>>>,
        Choose<
            Send<Cancel, Receive<Ack, End>>,
            Receive<Execute, Offer<Continue, End>>>>>>,
    Receive<Reject, End>>>;

/// <summary>What the client of an order does at its next turn.</summary>
internal enum Turn
{
    /// <summary>Asks for another price.</summary>
    Replace,

    /// <summary>Waits for the next execution.</summary>
    Execute,

    /// <summary>Takes the order back.</summary>
    Cancel,
}

/// <summary>The client's end of an order-entry session, which waits on its thread.</summary>
internal static class OrderClient
{
    /// <summary>Both ends of a link that holds so many messages.</summary>
    public static (LinkTransport Client, LinkTransport Server) Connect(int capacity) =>
        Sessions.Connect<OrderEntry>(new QueueOptions { Capacity = capacity });

    /// <summary>Enters an order, does what is wanted until the session ends, and at last cancels.</summary>
    public static IEnumerable<string> Enter<TTransport>(
        TTransport transport, Request request, IEnumerable<Turn> turns)
        where TTransport : IMessageTransport
    {
        var asked = Sessions.Start<OrderEntry, TTransport>(transport).Send(request).Offer();
        if (!asked.IsLeft(out var acknowledged, out var rejected))
        {
            rejected.Receive(out Reject reject).Close();
            yield return $"rejected: {reject.Reason}";
            yield break;
        }
        var turn = acknowledged.Receive(out Ack ack).Enter();
        yield return $"ack {ack.Id}";
        foreach (Turn wanted in turns)
        {
            if (wanted == Turn.Cancel)
            {
                break;
            }
            if (wanted == Turn.Replace)
            {
                request = request with { Price = request.Price + 1 };
                var answer = turn.ChooseLeft().Send(new(request.Price, request.Size)).Offer();
                if (answer.IsLeft(out var replaced, out var refused))
                {
                    turn = replaced.Receive(out ack).Repeat();
                    yield return $"replaced {ack.Id}";
                }
                else
                {
                    turn = refused.Receive(out Reject reject).Repeat();
                    yield return $"refused: {reject.Reason}";
                }
                continue;
            }
            var executed = turn.ChooseRight().ChooseRight().Receive(out Execute execute).Offer();
            yield return $"executed {execute.Size} at {execute.Price}";
            if (!executed.IsLeft(out var more, out var filled))
            {
                filled.Close();
                yield return "filled";
                yield break;
            }
            turn = more.Repeat();
        }
        turn.ChooseRight().ChooseLeft().Send(new(request.Id)).Receive(out ack).Close();
        yield return $"cancelled {ack.Id}";
    }
}
