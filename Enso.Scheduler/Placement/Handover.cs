namespace Enso.Scheduler;

/// <summary>A word between cores by which a bucket moves from one to another.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="To">The core that it goes to.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Move">Which of the bucket's moves it is, from 1.</param>
/// <param name="Next">For <see cref="HandoverKind.Drain"/>, the core that the bucket moves to; else its own
/// core.</param>
public readonly record struct Handover(HandoverKind Kind, int To, int Bucket, long Move, int Next);
