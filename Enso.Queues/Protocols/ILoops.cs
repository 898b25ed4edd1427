namespace Enso.Queues;

/// <summary>The loops that a state of a session stands in, which say what <see cref="Continue"/> means there.</summary>
public interface ILoops;
