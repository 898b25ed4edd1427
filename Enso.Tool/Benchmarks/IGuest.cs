namespace Enso.Tool.Benchmarks;

/// <summary>A system that can be booted with the benchmark program.</summary>
internal interface IGuest
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Boots it, and waits until the program has run.</summary>
    /// <param name="cancellationToken">Ends the machine.</param>
    /// <returns>What it said.</returns>
    /// <exception cref="ToolException">It did not come to a good end.</exception>
    Task<BenchmarkOutput> BootAsync(CancellationToken cancellationToken);
}
