namespace Enso.Scheduler;

/// <summary>A core was asked for something, and has come to its end.</summary>
/// <param name="core">The core.</param>
public sealed class CoreHaltedException(int core) : Exception($"Core {core} has halted.")
{
    /// <summary>The core.</summary>
    public int Core => core;
}
