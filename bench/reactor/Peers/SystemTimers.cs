namespace ReactorBench;

/// <summary>.NET's timers that are made and disposed of.</summary>
internal sealed class SystemTimers : Subject
{
    private const int DueMilliseconds = 10_000;

    /// <inheritdoc/>
    public override void Run(int count)
    {
        TimerCallback callback = static _ => { };
        for (int i = 0; i < count; i++)
        {
            new Timer(callback, null, DueMilliseconds, Timeout.Infinite).Dispose();
        }
    }
}
