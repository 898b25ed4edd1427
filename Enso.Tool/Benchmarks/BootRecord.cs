namespace Enso.Tool.Benchmarks;

/// <summary>A boot that was measured.</summary>
/// <param name="Run">Its number, from 1.</param>
/// <param name="System">The system's name.</param>
/// <param name="Output">What it said.</param>
/// <param name="Took">How long it took, on the host.</param>
/// <param name="Shared">The share of the host's processors that others used meanwhile, from 0 to 1.</param>
public sealed record BootRecord(int Run, string System, BenchmarkOutput Output, TimeSpan Took, double Shared);
