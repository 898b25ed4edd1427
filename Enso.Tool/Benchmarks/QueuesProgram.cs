namespace Enso.Tool.Benchmarks;

/// <summary>A program that measures queues, ready to run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Command">What runs it.</param>
/// <param name="Arguments">The first of its arguments.</param>
internal sealed record QueuesProgram(string Name, string Command, IReadOnlyList<string> Arguments);
