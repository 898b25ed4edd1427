namespace Enso.Benchmarks;

/// <summary>What else a machine does while something is measured on it.</summary>
public static class Disturbance
{
    /// <summary>The share of a host's processors that others may use before figures mean nothing.</summary>
    public const double TolerableShare = 0.05;
}
