namespace Enso.Scheduler;

/// <summary>A hierarchical wheel: for many timers, most of which are cancelled. To make and to cancel one take the
/// same time however many are pending.</summary>
/// <remarks><para>Expiries are on ticks (<see cref="TimerOptions.Tick"/>): a timer expires at its due time, rounded
/// up to a tick, or at a later tick within its slack. So it is late by less than a tick or by its slack, whichever is
/// more. Those of one tick expire in any order, ticks one after another.</para>
/// <para>A poll moves at most <see cref="MostMoves"/> timers from one level to a lower one; then it interrupts
/// itself. Each timer is moved at most once for each level that it is above the lowest.</para>
/// <para><see cref="NextDue"/> is exact, unless the next timer of its slot was cancelled: then it can be too early,
/// not before the slot begins. A timer that is due in the last tick of the time that a <see langword="long"/> counts
/// never expires.</para>
/// <para>After G. Varghese and T. Lauck, <i>Hashed and Hierarchical Timing Wheels</i>, SOSP 1987, scheme 7, with
/// bitmaps of the slots that hold timers.</para></remarks>
public readonly struct WheelTimers : ITimerQueue<WheelTimers>
{
    /// <summary>How many timers a poll moves at most.</summary>
    public const int MostMoves = 64;

    private readonly Wheel _wheel;

    private WheelTimers(Wheel wheel)
    {
        _wheel = wheel;
    }

    /// <inheritdoc/>
    public int Count => _wheel.Count;

    /// <inheritdoc/>
    public long NextDue => _wheel.NextDue;

    /// <inheritdoc/>
    public static WheelTimers Create(TimerOptions options)
    {
        options.Validate();
        return new WheelTimers(new Wheel(options));
    }

    /// <inheritdoc/>
    public TimerHandle Create(long due, in TimerTerms terms) => _wheel.Create(due, terms);

    /// <inheritdoc/>
    public bool Cancel(TimerHandle timer) => _wheel.Cancel(timer);

    /// <inheritdoc/>
    public void Advance(long now) => _wheel.Advance(now);

    /// <inheritdoc/>
    public bool TryExpire(long now, out Expiry expiry) => _wheel.TryExpire(now, out expiry);
}
