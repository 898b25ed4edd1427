namespace Enso.Queues;

/// <summary>The session is over. It may stand inside a loop.</summary>
public readonly struct End : IProtocol;
