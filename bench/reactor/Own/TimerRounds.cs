using Enso.Scheduler;

namespace ReactorBench;

/// <summary>Timers of a reactor that are made and cancelled, as most are.</summary>
/// <param name="slack">How much later they may be: decides where they are kept.</param>
internal sealed class TimerCancels(long slack) : OneCore
{
    private const long Due = 1L << 50;

    /// <inheritdoc/>
    public override void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            TimerHandle timer = Reactor.WakeAt(TaskId.None, Due + i, 0, slack);
            if (!Reactor.CancelTimer(timer))
            {
                throw new InvalidOperationException("A timer is gone that was pending.");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Begin(int count)
    {
    }
}

/// <summary>Timers that are made and come to their time, many pending at once.</summary>
/// <param name="slack">How much later they may be: decides where they are kept.</param>
internal sealed class TimerExpiries(long slack) : Subject
{
    // Between one due time and the next.
    private const long Step = 10_000;

    private readonly Timers<WheelTimers, TreeTimers> _timers = Timers<WheelTimers, TreeTimers>.Create(new TimerOptions());
    private long _now;

    /// <inheritdoc/>
    public override void Run(int count)
    {
        for (int done = 0; done < count; done += Cost.Batch)
        {
            for (int i = 1; i <= Cost.Batch; i++)
            {
                _timers.Create(_now + i * Step, new TimerTerms { Slack = slack });
            }

            while (_timers.Count > 0)
            {
                _now = Math.Max(_now, _timers.NextDue);
                _timers.TryExpire(_now, out _);
            }
        }
    }
}
