namespace Enso.Scheduler;

/// <summary>Holds the timers of one core and says which of them are due. It has no clock and no thread: its user
/// polls it with the time.</summary>
/// <remarks><para>All times are nanoseconds of one clock that begins at 0 and does not go back. A timer is never
/// early. How late it can be, if the queue is polled at <see cref="NextDue"/>, is for each implementation to say; its
/// slack is always allowed.</para>
/// <para>A timer whose due time is not after the latest poll is due at once, slack or not: it comes after those that
/// were due then, in the same round of polls.</para>
/// <para>It is a structure and a type parameter of what uses it, so that no call is virtual. A copy shares what the
/// original holds. One thread at a time uses it. Memory is allocated only while there are more timers than ever
/// before.</para></remarks>
public interface ITimerQueue
{
    /// <summary>How many timers are pending.</summary>
    int Count { get; }

    /// <summary>Until when there is nothing to do: before it <see cref="TryExpire"/> gives nothing, unless a timer is
    /// made meanwhile. <see cref="long.MaxValue"/> when no timer is pending.</summary>
    long NextDue { get; }

    /// <summary>Makes a timer.</summary>
    /// <param name="due">When it is due, in nanoseconds; <see cref="long.MaxValue"/> for never. With an interval,
    /// when it is due for the first time.</param>
    /// <param name="terms">Its interval, its slack and the words that come back with its expiry.</param>
    /// <returns>Names it until it has expired or is cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The interval or the slack is negative.</exception>
    /// <exception cref="InvalidOperationException">As many timers are pending as are allowed.</exception>
    TimerHandle Create(long due, in TimerTerms terms);

    /// <summary>Cancels a timer.</summary>
    /// <param name="timer">The timer; also one that is no more, and the default value, which is none.</param>
    /// <returns>Whether it was pending. It does not expire any more. A timer with an interval is pending until it is
    /// cancelled; one without is not any more when its expiry has been given.</returns>
    bool Cancel(TimerHandle timer);

    /// <summary>Says what the time is, as a poll does, and gives nothing: for who asks another queue first.</summary>
    /// <param name="now">The time, in nanoseconds. An earlier one than before changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    void Advance(long now);

    /// <summary>Gives the next timer that is due. A timer with an interval is pending again when it is
    /// given.</summary>
    /// <param name="now">The time, in nanoseconds; not before that of an earlier poll (nothing is given for one that
    /// is).</param>
    /// <param name="expiry">The expiry.</param>
    /// <returns>Whether there is one. If not, nothing is due, or the queue has interrupted itself so that the poll
    /// does not become long: then <see cref="NextDue"/> is not after <paramref name="now"/>, and a later poll goes
    /// on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    bool TryExpire(long now, out Expiry expiry);
}

/// <summary>A queue of timers that can be made.</summary>
/// <typeparam name="TSelf">The queue itself.</typeparam>
public interface ITimerQueue<TSelf> : ITimerQueue
    where TSelf : struct, ITimerQueue<TSelf>
{
    /// <summary>Makes one.</summary>
    /// <param name="options">With what.</param>
    /// <returns>The queue, in which no timer is pending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what
    /// is.</exception>
    static abstract TSelf Create(TimerOptions options);
}
