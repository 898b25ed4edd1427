namespace Enso.Scheduler;

/// <content>What happens at a time. A core keeps its own timers, or one core keeps all (<see cref="ReactorOptions.TimerCore"/>):
/// then they are made, and their expiries come, over the bus.</content>
public abstract partial class Reactor
{
    private Timers<WheelTimers, TreeTimers> _timers;

    // The core that keeps this one's timers, and those that it keeps if it is another.
    private readonly int _keeper;
    private readonly RemoteTimers _remote = new();

    // The timers that this core keeps for each other one, by that one's numbers.
    private readonly KeptTimer[][] _kept;

    /// <summary>How many timers are pending on this core, its own and those that it keeps for others.</summary>
    public int Timers => _timers.Count;

    /// <summary>In how many nanoseconds the next of them may be due; at most 0 when it is.</summary>
    public long NextTimerIn => _timers.NextDue == long.MaxValue ? long.MaxValue : _timers.NextDue - Now;

    /// <summary>Wakes a task of this core at a time, once or at intervals, without drift. The core that keeps the timers
    /// does so: this one, or <see cref="ReactorOptions.TimerCore"/>.</summary>
    /// <param name="task">The task.</param>
    /// <param name="due">When, in nanoseconds of <see cref="Now"/>; a time that is past is now.</param>
    /// <param name="interval">From one time to the next, in nanoseconds; 0 for once.</param>
    /// <param name="slack">How much later it may be, so that several come together.</param>
    /// <returns>The timer, to be cancelled on this core.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The interval or the slack is negative.</exception>
    public TimerHandle WakeAt(TaskId task, long due, long interval = 0, long slack = 0) => _keeper == Core
        ? _timers.Create(due, new TimerTerms { Interval = interval, Slack = slack, State = Pack(task), Target = Core })
        : WakeRemotely(task, due, interval, slack);

    /// <summary>Cancels a timer of this core.</summary>
    /// <param name="timer">The timer.</param>
    /// <returns>Whether it was pending.</returns>
    public bool CancelTimer(TimerHandle timer)
    {
        if (_keeper == Core)
        {
            return _timers.Cancel(timer);
        }

        bool wasPending = _remote.Cancel(timer);
        if (wasPending)
        {
            Send(new Message { Kind = MessageKind.CancelTimer, To = _keeper, Value = timer.Index });
        }

        return wasPending;
    }

    /// <summary>Puts the running task to sleep.</summary>
    /// <param name="due">Until when.</param>
    /// <param name="slack">How much longer it may be.</param>
    internal void BeginSleep(long due, long slack)
    {
        TaskNode node = RunningNode;
        node.Awaited = Awaited.Time;
        node.SleepsUntil = due;
        node.Timer = WakeAt(IdOf(node), due, 0, slack);
    }

    /// <summary>Ends a sleep, which may not be over.</summary>
    /// <param name="node">The task.</param>
    internal void EndSleep(TaskNode node)
    {
        CancelTimer(node.Timer);
        node.Timer = default;
    }

    /// <summary>Has the running task wait for a completion.</summary>
    /// <param name="completion">The completion, for which nobody else waits.</param>
    /// <param name="due">Until when; <see cref="long.MaxValue"/> for ever. This core keeps the time, for most of these
    /// timers are cancelled.</param>
    /// <param name="slack">How much longer it may be.</param>
    internal void BeginWait(Completion completion, long due, long slack)
    {
        TaskNode node = RunningNode;
        node.Awaited = Awaited.Completion;
        node.Completion = completion;
        completion.Node = node;
        node.SleepsUntil = due;
        if (due != long.MaxValue)
        {
            node.Timer = _timers.Create(due, new TimerTerms { Slack = slack, State = Pack(IdOf(node)), Target = Core });
        }
    }

    /// <summary>Ends a wait for a completion, which may not have come.</summary>
    /// <param name="completion">The completion.</param>
    internal void EndWait(Completion completion)
    {
        if (completion.Node is { } node)
        {
            EndWait(node, completion);
        }
    }

    private void EndWait(TaskNode node, Completion completion)
    {
        _timers.Cancel(node.Timer);
        node.Timer = default;
        node.Completion = null;
        completion.Node = null;
    }

    /// <summary>When the next timer is due.</summary>
    private protected long NextTimer => _timers.NextDue;

    /// <summary>Lets what is due happen.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">How many expiries at most.</param>
    /// <returns>How many there were.</returns>
    private protected int PollTimers(long now, int most)
    {
        if (_timers.NextDue > now)
        {
            return 0;
        }

        int count = 0;
        while (count < most && _timers.TryExpire(now, out Expiry expiry))
        {
            count++;
            if (expiry.Target == AgreementTarget)
            {
                Cluster.AgreementAt((int)expiry.State).Tick(this);
                continue;
            }

            if (expiry.Target == Core)
            {
                Expire(Unpack(expiry.State), expiry.Due);
            }
            else
            {
                SendExpiry(in expiry);
            }
        }

        return count;
    }

    private TimerHandle WakeRemotely(TaskId task, long due, long interval, long slack)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(interval);
        ArgumentOutOfRangeException.ThrowIfNegative(slack);
        TimerHandle timer = _remote.Create(task, repeats: interval != 0);
        Send(new Message
        {
            Kind = MessageKind.SetTimer,
            To = _keeper,
            Sender = new TaskId(Core, timer.Index, timer.Generation),
            Value = due,
            Detail = slack,

            // What repeats is made seldom.
            Payload = interval == 0 ? null : interval,
        });
        return timer;
    }

    private void KeepTimer(in Message message)
    {
        int index = message.Sender.Slot;
        ref KeptTimer[] kept = ref _kept[message.From];
        if (index >= (kept ??= new KeptTimer[16]).Length)
        {
            Array.Resize(ref kept, Math.Max(kept.Length * 2, index + 1));
        }

        kept[index].Timer = _timers.Create(message.Value, new TimerTerms
        {
            Interval = message.Payload is long interval ? interval : 0,
            Slack = message.Detail,
            State = Pack(message.Sender),
            Target = message.From,
        });
    }

    // While an expiry waits for room on the ring, the next ones of the same timer come with it: so no more wait than there
    // are timers, however slow the ring is.
    private void SendExpiry(in Expiry expiry)
    {
        TaskId number = Unpack(expiry.State);
        ref KeptTimer kept = ref _kept[expiry.Target][number.Slot];
        if (kept.Waiting == number.Generation)
        {
            return;
        }

        bool isSent = Send(new Message
        {
            Kind = MessageKind.Expire, To = expiry.Target, Value = expiry.Due, Detail = expiry.State,
        });
        if (!isSent)
        {
            kept.Waiting = number.Generation;
        }
    }

    private void HasSentExpiry(in Message message)
    {
        TaskId number = Unpack(message.Detail);
        ref KeptTimer kept = ref _kept[message.To][number.Slot];
        if (kept.Waiting == number.Generation)
        {
            kept.Waiting = 0;
        }
    }

    private void ExpireRemote(in Message message)
    {
        TaskId number = Unpack(message.Detail);
        TaskId task = _remote.Expire(new TimerHandle(number.Slot, number.Generation));
        if (task != TaskId.None)
        {
            Expire(task, message.Value);
        }
    }

    private void Expire(TaskId task, long due)
    {
        Tracing?.Add(new TraceEvent(TraceKind.Timer, Now, 0, task, "timer", Core));
        if (Find(task) is { } node)
        {
            bool isOver = node.Awaited is Awaited.Time or Awaited.Completion && node.SleepsUntil == due;
            Happen(node, isOver ? node.Awaited : Awaited.Wake);
        }
    }

    private static long Pack(TaskId task) => ((long)task.Generation << 32) | (uint)task.Slot;

    private TaskId Unpack(long word) => new(Core, (int)word, (uint)(word >> 32));

    // A timer that is kept for another core, and of which of its number's timers an expiry waits for room: its generation,
    // 0 for none.
    private struct KeptTimer
    {
        public TimerHandle Timer;
        public uint Waiting;
    }
}
