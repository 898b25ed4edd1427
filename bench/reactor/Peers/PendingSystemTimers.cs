namespace ReactorBench;

/// <summary>Very many of .NET's timers pending, one of which is made and the oldest disposed of.</summary>
internal sealed class PendingSystemTimers : Subject
{
    private const int FirstMilliseconds = 3_600_000;

    // Times are far apart in no order, over about 17 minutes.
    private const uint Scatter = 0x9E37_79B9;
    private const int ScatterShift = 12;

    private readonly Timer[] _timers;
    private uint _made;
    private int _oldest;

    /// <summary>Makes the timers.</summary>
    /// <param name="pending">How many are pending.</param>
    public PendingSystemTimers(int pending)
    {
        _timers = new Timer[pending];
        for (int i = 0; i < pending; i++)
        {
            _timers[i] = Make();
        }
    }

    /// <inheritdoc/>
    public override void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Timer timer = Make();
            _timers[_oldest].Dispose();
            _timers[_oldest] = timer;
            _oldest = _oldest + 1 == _timers.Length ? 0 : _oldest + 1;
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => Array.ForEach(_timers, timer => timer.Dispose());

    private Timer Make()
    {
        int due = FirstMilliseconds + (int)(unchecked(_made++ * Scatter) >> ScatterShift);
        return new Timer(static _ => { }, null, due, Timeout.Infinite);
    }
}
