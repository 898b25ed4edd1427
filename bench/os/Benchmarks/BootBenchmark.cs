namespace OsBench.Benchmarks;

/// <summary>How long the kernel has run when <c>Main</c> begins: on Ensō and on Linux the clock counts from the
/// kernel's own start.</summary>
/// <param name="start">When <c>Main</c> began.</param>
internal sealed class BootBenchmark(long start) : Benchmark
{
    /// <inheritdoc/>
    public override string Name => "boot";

    /// <inheritdoc/>
    public override int Operations => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Values => ["main"];

    /// <inheritdoc/>
    public override bool IsRepeatable => false;

    /// <inheritdoc/>
    public override double[] Run(int operations) => [Nanoseconds(start)];
}
