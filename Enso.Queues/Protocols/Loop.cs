namespace Enso.Queues;

/// <summary>A protocol that may begin again: wherever its body says <see cref="Continue"/>.</summary>
/// <typeparam name="TBody">What happens each time.</typeparam>
public readonly struct Loop<TBody> : IProtocol
    where TBody : struct, IProtocol;
