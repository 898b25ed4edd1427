namespace Enso.Queues;

/// <summary>Leaves the innermost <see cref="Loop{TBody}"/>; what follows belongs to the one around it.</summary>
/// <typeparam name="TNext">What happens then.</typeparam>
public readonly struct Outer<TNext> : IProtocol
    where TNext : struct, IProtocol;
