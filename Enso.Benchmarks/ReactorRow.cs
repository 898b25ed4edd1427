namespace Enso.Benchmarks;

/// <summary>What was measured of a figure.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Distance">How far apart the cores were; <see cref="QueuesDistance.Near"/> where only one matters.</param>
/// <param name="Time">Nanoseconds for an operation.</param>
/// <param name="Bytes">The least number of bytes of the heap for an operation in any round; null where nobody counts them.</param>
public sealed record ReactorRow(ReactorFigure Figure, QueuesDistance Distance, Sample Time, double? Bytes);
