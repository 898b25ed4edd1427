namespace Enso.Simulation;

/// <summary>A simulation's time, steps and trace, whatever its discipline.</summary>
internal sealed class SimulatedClock
{
    private readonly Func<(long Now, long Steps)> _look;
    private readonly Action<long> _spend;

    /// <summary>Makes it.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="look">Looks at the time and the steps.</param>
    /// <param name="spend">Lets time pass.</param>
    public SimulatedClock(StepTrace trace, Func<(long Now, long Steps)> look, Action<long> spend)
    {
        Trace = trace;
        _look = look;
        _spend = spend;
    }

    /// <summary>The trace.</summary>
    public StepTrace Trace { get; }

    /// <summary>The time, in nanoseconds.</summary>
    public long Now => _look().Now;

    /// <summary>How many steps were taken.</summary>
    public long Steps => _look().Steps;

    /// <summary>Lets the task that runs take time.</summary>
    /// <param name="nanoseconds">How much.</param>
    public void Spend(long nanoseconds) => _spend(nanoseconds);
}
