namespace Enso.Scheduler;

/// <content>What happens at a time. A core keeps its own timers, or one core keeps all (<see cref="ReactorOptions.TimerCore"/>):
/// then they are made, and their expiries come, over the bus.</content>
public abstract partial class Reactor
{
    private Timers<WheelTimers, TreeTimers> _timers;

    /// <summary>How many timers are pending on this core, its own and those that it keeps for others.</summary>
    public int Timers => _timers.Count;

    /// <summary>In how many nanoseconds the next of them may be due; at most 0 when it is.</summary>
    public long NextTimerIn => _timers.NextDue == long.MaxValue ? long.MaxValue : _timers.NextDue - Now;

    /// <summary>Wakes a task of this core at a time, once or at intervals, without drift.</summary>
    /// <param name="task">The task.</param>
    /// <param name="due">When, in nanoseconds of <see cref="Now"/>; a time that is past is now.</param>
    /// <param name="interval">From one time to the next, in nanoseconds; 0 for once.</param>
    /// <param name="slack">How much later it may be, so that several come together.</param>
    /// <returns>The timer, to be cancelled on this core.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The interval or the slack is negative.</exception>
    public TimerHandle WakeAt(TaskId task, long due, long interval = 0, long slack = 0) =>
        _timers.Create(due, new TimerTerms { Interval = interval, Slack = slack, State = Pack(task), Target = Core });

    /// <summary>Cancels a timer of this core.</summary>
    /// <param name="timer">The timer.</param>
    /// <returns>Whether it was pending.</returns>
    public bool CancelTimer(TimerHandle timer) => _timers.Cancel(timer);

    /// <summary>Puts the running task to sleep.</summary>
    /// <param name="due">Until when.</param>
    /// <param name="slack">How much longer it may be.</param>
    internal void BeginSleep(long due, long slack)
    {
        TaskNode node = RunningNode;
        node.Awaited = Awaited.Time;
        node.SleepsUntil = due;
        int keeper = Options.TimerCore ?? Core;
        if (keeper == Core)
        {
            node.Timer = _timers.Create(due, new TimerTerms { Slack = slack, State = Pack(IdOf(node)), Target = Core });
            return;
        }

        Send(new Message { Kind = MessageKind.Sleep, To = keeper, Sender = IdOf(node), Value = due, Detail = slack });
    }

    /// <summary>Ends a sleep, which may not be over.</summary>
    /// <param name="node">The task.</param>
    internal void EndSleep(TaskNode node)
    {
        _timers.Cancel(node.Timer);
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
        EndSleep(node);
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
            TaskId task = Unpack(expiry.State, expiry.Target);
            Tracing?.Add(new TraceEvent(TraceKind.Timer, now, 0, task, "timer", Core));
            if (task.Core == Core)
            {
                Expire(task, expiry.Due);
            }
            else
            {
                Send(new Message { Kind = MessageKind.Expire, To = task.Core, Target = task, Value = expiry.Due });
            }
        }

        return count;
    }

    private void Expire(TaskId task, long due)
    {
        if (Find(task) is { } node)
        {
            bool isOver = node.Awaited is Awaited.Time or Awaited.Completion && node.SleepsUntil == due;
            Happen(node, isOver ? node.Awaited : Awaited.Wake);
        }
    }

    private static long Pack(TaskId task) => ((long)task.Generation << 32) | (uint)task.Slot;

    private static TaskId Unpack(long word, int core) => new(core, (int)word, (uint)(word >> 32));
}
