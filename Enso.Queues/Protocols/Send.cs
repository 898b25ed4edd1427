namespace Enso.Queues;

/// <summary>This end sends a message. The dual receives it.</summary>
/// <typeparam name="T">The message.</typeparam>
/// <typeparam name="TNext">What happens then.</typeparam>
public readonly struct Send<T, TNext> : IProtocol
    where TNext : struct, IProtocol;
