namespace Enso.Scheduler;

/// <summary>A core's timers that another core keeps. Each has a number here, by which the two cores know it: the number is
/// given away again once the timer is cancelled or has run out, with another generation, so that an expiry that was under
/// way is not taken for the next one's.</summary>
/// <remarks>The other core is told what is of a number now: of a timer that was made and cancelled, or made anew, since there
/// was last room to tell it, it hears once.</remarks>
internal sealed class RemoteTimers
{
    private const int None = -1;

    private readonly Queue<int> _untold = [];
    private Entry[] _entries = new Entry[16];
    private int _used;
    private int _free = None;

    /// <summary>Of how many numbers the other core is to be told.</summary>
    public int Untold => _untold.Count;

    /// <summary>Gives a timer a number.</summary>
    /// <param name="task">The task that it wakes.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="terms">Its interval and its slack.</param>
    public TimerHandle Create(TaskId task, long due, in TimerTerms terms)
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
        entry.Due = due;
        entry.Interval = terms.Interval;
        entry.Slack = terms.Slack;
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
    /// <param name="task">The task that it wakes.</param>
    /// <returns>Whether it was pending; false when it was cancelled meanwhile.</returns>
    public bool Expire(TimerHandle timer, out TaskId task)
    {
        task = default;
        if (!IsPending(timer))
        {
            return false;
        }

        task = _entries[timer.Index].Task;
        if (_entries[timer.Index].Interval == 0)
        {
            Free(timer.Index);
        }

        return true;
    }

    /// <summary>What the other core is to know of a number: the timer that has it, or that there is none.</summary>
    /// <param name="index">The number.</param>
    /// <param name="keeper">The other core.</param>
    public Message Describe(int index, int keeper)
    {
        ref Entry entry = ref _entries[index];
        return entry.IsPending
            ? new Message
            {
                Kind = MessageKind.SetTimer,
                To = keeper,
                Sender = new TaskId(0, index, entry.Generation),
                Value = entry.Due,
                Detail = entry.Slack,

                // What repeats is made seldom.
                Payload = entry.Interval == 0 ? null : entry.Interval,
            }
            : new Message { Kind = MessageKind.CancelTimer, To = keeper, Value = index };
    }

    /// <summary>The same of the number of which the other core is to be told first.</summary>
    /// <param name="keeper">The other core.</param>
    public Message DescribeFirstUntold(int keeper) => Describe(_untold.Peek(), keeper);

    /// <summary>Says that there was no room to tell the other core of a number.</summary>
    /// <param name="index">The number.</param>
    /// <returns>False when that was known.</returns>
    public bool SetUntold(int index)
    {
        if (_entries[index].IsUntold)
        {
            return false;
        }

        _entries[index].IsUntold = true;
        _untold.Enqueue(index);
        return true;
    }

    /// <summary>Says that it has been told of the first of them.</summary>
    public void SetFirstTold() => _entries[_untold.Dequeue()].IsUntold = false;

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
        public bool IsUntold;
        public int Next;
        public TaskId Task;
        public long Due;
        public long Interval;
        public long Slack;
    }
}
