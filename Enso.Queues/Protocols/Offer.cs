namespace Enso.Queues;

/// <summary>This end offers two ways to go on, and is told which. The dual chooses.</summary>
/// <typeparam name="TLeft">One way.</typeparam>
/// <typeparam name="TRight">The other way.</typeparam>
public readonly struct Offer<TLeft, TRight> : IProtocol
    where TLeft : struct, IProtocol
    where TRight : struct, IProtocol;
