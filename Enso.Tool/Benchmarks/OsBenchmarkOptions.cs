using Enso.Tool.Emulation;

namespace Enso.Tool.Benchmarks;

/// <summary>What <c>enso bench os</c> is asked for.</summary>
public sealed record OsBenchmarkOptions
{
    /// <summary>The machine, the same for both systems.</summary>
    public MachineOptions Machine { get; init; } = new() { Cores = 2, Memory = new(1024), Boot = BootPath.Direct };

    /// <summary>How often each system is booted.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>How often each benchmark is measured in a boot.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>What every count of operations is divided by: above 1 for trying out, not for figures.</summary>
    public int Divisor { get; init; } = 1;

    /// <summary>The benchmarks; all when empty.</summary>
    public IReadOnlyList<string> Benchmarks { get; init; } = [];

    /// <summary>Whether Linux is measured too.</summary>
    public bool IsLinuxMeasured { get; init; } = true;

    /// <summary>How long a boot may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is measured.</summary>
    public IReadOnlyList<Measure> Measures => MeasureCatalog.Of(Benchmarks);

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string> ProgramArguments => ["--rounds", $"{Rounds}", "--divide", $"{Divisor}", .. Benchmarks];
}
