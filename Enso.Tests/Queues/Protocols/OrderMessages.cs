namespace Enso.Tests.Queues.Protocols;

internal enum Side : byte
{
    Buy,
    Sell,
}

/// <summary>An order that is asked for.</summary>
internal readonly record struct Request(long Id, Side Side, long Price, long Size);

/// <summary>What was asked for is done.</summary>
internal readonly record struct Ack(long Id);

/// <summary>What was asked for is not done.</summary>
internal readonly record struct Reject(long Id, string Reason);

/// <summary>Another price for the order, and another size, of which what is executed is a part.</summary>
internal readonly record struct Replace(long Price, long Size);

/// <summary>The order is to be taken back.</summary>
internal readonly record struct Cancel(long Id);

/// <summary>A part of the order was executed.</summary>
internal readonly record struct Execute(long Price, long Size);
