namespace Enso.Queues;

/// <summary>Inside a loop.</summary>
/// <typeparam name="TBody">The innermost loop's body.</typeparam>
/// <typeparam name="TOuter">The loops around it.</typeparam>
public readonly struct Inside<TBody, TOuter> : ILoops
    where TBody : struct, IProtocol
    where TOuter : struct, ILoops;
