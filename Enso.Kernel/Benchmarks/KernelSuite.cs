using Enso.Benchmarks;
using Measuring;

namespace Enso.Kernel.Benchmarks;

/// <summary>A benchmark that the shell can run: what it measures, and the loops, which are those of the host's
/// program.</summary>
/// <param name="Suite">What it measures.</param>
/// <param name="Loops">What measures it; a loop that has to wait for others gives up when it is cancelled.</param>
internal sealed record KernelSuite(Suite Suite, Func<CancellationToken, IReadOnlyList<Figure>> Loops)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KernelSuite> All { get; } =
    [
        new(QueuesCatalog.Suite, _ => QueuesBench.FigureCatalog.All),
        new(ReactorCatalog.Suite, _ => ReactorBench.FigureCatalog.All),
        new(InterruptCatalog.Suite, InterruptCatalog.Loops),
    ];
}
