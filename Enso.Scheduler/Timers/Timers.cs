namespace Enso.Scheduler;

/// <summary>Two queues as one: timers that have a tick's slack or more are in one that is made for many, the others
/// in one that is precise. So a timer is late by no more than its slack.</summary>
/// <remarks>The queue whose <see cref="ITimerQueue.NextDue"/> is first gives first; of both at the same time, the
/// precise one. Each of the two can hold <see cref="TimerOptions.MaximumCapacity"/> timers.</remarks>
/// <typeparam name="TCoarse">For many timers, such as <see cref="WheelTimers"/>.</typeparam>
/// <typeparam name="TPrecise">For precise ones, such as <see cref="TreeTimers"/>.</typeparam>
public readonly struct Timers<TCoarse, TPrecise> : ITimerQueue<Timers<TCoarse, TPrecise>>
    where TCoarse : struct, ITimerQueue<TCoarse>
    where TPrecise : struct, ITimerQueue<TPrecise>
{
    // Above all places: in a handle, marks a timer of the precise queue.
    private const int Precise = 1 << 30;

    private readonly TCoarse _coarse;
    private readonly TPrecise _precise;
    private readonly long _tick;

    private Timers(TCoarse coarse, TPrecise precise, long tick)
    {
        _coarse = coarse;
        _precise = precise;
        _tick = tick;
    }

    /// <inheritdoc/>
    public int Count => _coarse.Count + _precise.Count;

    /// <inheritdoc/>
    public long NextDue => Math.Min(_coarse.NextDue, _precise.NextDue);

    /// <inheritdoc/>
    public static Timers<TCoarse, TPrecise> Create(TimerOptions options)
    {
        options.Validate();
        return new(TCoarse.Create(options), TPrecise.Create(options), options.Tick);
    }

    /// <inheritdoc/>
    public TimerHandle Create(long due, in TimerTerms terms) =>
        terms.Slack >= _tick ? _coarse.Create(due, terms) : Mark(_precise.Create(due, terms));

    /// <inheritdoc/>
    public bool Cancel(TimerHandle timer) => (timer.Index & Precise) != 0
        ? _precise.Cancel(new TimerHandle(timer.Index & ~Precise, timer.Generation))
        : _coarse.Cancel(timer);

    /// <inheritdoc/>
    public void Advance(long now)
    {
        _coarse.Advance(now);
        _precise.Advance(now);
    }

    /// <inheritdoc/>
    public bool TryExpire(long now, out Expiry expiry)
    {
        // Both must know the time, also the one that is not polled.
        Advance(now);
        if (_precise.NextDue > Math.Min(now, _coarse.NextDue))
        {
            return _coarse.TryExpire(now, out expiry) || TryExpirePrecise(now, out expiry);
        }

        return TryExpirePrecise(now, out expiry) || _coarse.TryExpire(now, out expiry);
    }

    private static TimerHandle Mark(TimerHandle timer) => new(timer.Index | Precise, timer.Generation);

    private bool TryExpirePrecise(long now, out Expiry expiry)
    {
        bool isExpired = _precise.TryExpire(now, out Expiry bare);
        expiry = isExpired ? new Expiry(Mark(bare.Timer), bare.Due, bare.Missed, bare.State, bare.Target) : default;
        return isExpired;
    }
}
