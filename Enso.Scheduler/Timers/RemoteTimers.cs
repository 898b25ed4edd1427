namespace Enso.Scheduler;

/// <summary>A core's timers that another core keeps. Each has a number here, by which the two cores know it: the number is
/// given away again once the timer is cancelled or has run out, with another generation, so that an expiry that was under
/// way is not taken for the next one's.</summary>
internal sealed class RemoteTimers
{
    private Entry[] _entries = new Entry[16];
    private int _used;
    private int _free = None;

    private const int None = -1;

    /// <summary>Gives a timer a number.</summary>
    /// <param name="task">The task that it wakes.</param>
    /// <param name="repeats">Whether it does so more than once.</param>
    public TimerHandle Create(TaskId task, bool repeats)
    {
        int index = _free;
        if (index == None)
        {
            if (_used == _entries.Length)
            {
                Array.Resize(ref _entries, _used * 2);
            }

            index = _used++;
        }
        else
        {
            _free = _entries[index].Next;
        }

        ref Entry entry = ref _entries[index];

        // 0 is no timer's.
        entry.Generation = entry.Generation == uint.MaxValue ? 1 : entry.Generation + 1;
        entry.Task = task;
        entry.Repeats = repeats;
        entry.IsPending = true;
        return new TimerHandle(index, entry.Generation);
    }

    /// <summary>Ends a timer.</summary>
    /// <param name="timer">The timer.</param>
    /// <returns>Whether it was pending.</returns>
    public bool Cancel(TimerHandle timer)
    {
        if (!IsPending(timer))
        {
            return false;
        }

        Free(timer.Index);
        return true;
    }

    /// <summary>Says that a timer has run out.</summary>
    /// <param name="timer">The timer.</param>
    /// <returns>The task that it wakes; none when it was cancelled meanwhile.</returns>
    public TaskId Expire(TimerHandle timer)
    {
        if (!IsPending(timer))
        {
            return TaskId.None;
        }

        ref Entry entry = ref _entries[timer.Index];
        if (!entry.Repeats)
        {
            Free(timer.Index);
        }

        return entry.Task;
    }

    private bool IsPending(TimerHandle timer) => (uint)timer.Index < (uint)_used
        && _entries[timer.Index] is { IsPending: true } entry && entry.Generation == timer.Generation;

    private void Free(int index)
    {
        _entries[index].IsPending = false;
        _entries[index].Next = _free;
        _free = index;
    }

    private struct Entry
    {
        public uint Generation;
        public bool IsPending;
        public bool Repeats;
        public int Next;
        public TaskId Task;
    }
}
