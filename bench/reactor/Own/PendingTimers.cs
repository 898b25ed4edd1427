using Enso.Scheduler;

namespace ReactorBench;

/// <summary>A reactor with very many timers pending, one of which is made and the oldest cancelled: as requests'
/// timeouts are.</summary>
internal sealed class PendingTimers : OneCore
{
    private const long Due = 1L << 50;

    // Times are far apart in no order, over about 18 minutes.
    private const ulong Scatter = 0x9E37_79B9_7F4A_7C15;
    private const int ScatterShift = 24;

    private readonly TimerHandle[] _timers;
    private readonly long _slack;
    private ulong _made;
    private int _oldest;

    /// <summary>Makes the timers.</summary>
    /// <param name="slack">How much later they may be: decides where they are kept.</param>
    /// <param name="pending">How many are pending.</param>
    public PendingTimers(long slack, int pending)
    {
        _slack = slack;
        _timers = new TimerHandle[pending];
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
            TimerHandle timer = Make();
            if (!Reactor.CancelTimer(_timers[_oldest]))
            {
                throw new InvalidOperationException("A timer is gone that was pending.");
            }

            _timers[_oldest] = timer;
            _oldest = _oldest + 1 == _timers.Length ? 0 : _oldest + 1;
        }
    }

    /// <inheritdoc/>
    protected override void Begin(int count)
    {
    }

    private TimerHandle Make() =>
        Reactor.WakeAt(TaskId.None, Due + (long)(unchecked(_made++ * Scatter) >> ScatterShift), 0, _slack);
}
