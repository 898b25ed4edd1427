using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>What <c>enso bench os</c> found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Boots">The boots, in the order in which they ran.</param>
/// <param name="Comparisons">The rows of the table.</param>
/// <param name="LoadBefore">The host's load average before the first boot.</param>
/// <param name="LoadAfter">And after the last.</param>
public sealed record OsBenchmarkResult(
    OsBenchmarkOptions Options,
    IReadOnlyList<BootRecord> Boots,
    IReadOnlyList<Comparison> Comparisons,
    double LoadBefore,
    double LoadAfter)
{
    /// <summary>The share of the host's processors that others used, over all boots, from 0 to 1.</summary>
    public double Shared => Boots.Sum(boot => boot.Shared * boot.Took.TotalSeconds)
        / Boots.Sum(boot => boot.Took.TotalSeconds);

    /// <summary>Whether others used so much of the host that the figures mean nothing.</summary>
    public bool IsDisturbed => Shared > Disturbance.TolerableShare;
}
