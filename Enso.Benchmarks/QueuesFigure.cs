namespace Enso.Benchmarks;

/// <summary>What a program is to measure: a way of passing messages, over one queue.</summary>
/// <param name="Name">Its name: <c>WAY:QUEUE</c>.</param>
/// <param name="Messages">How many messages.</param>
public sealed record QueuesFigure(string Name, int Messages);
