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

    /// <summary>Wakes a task of this core at a time, once or at intervals, without drift. The core that keeps the timers
    /// does so: this one, or <see cref="ReactorOptions.TimerCore"/>. A timer ends with its task. Where another core that
    /// keeps them can keep no more, the task fails.</summary>
    /// <param name="task">The task.</param>
    /// <param name="due">When, in nanoseconds of <see cref="Now"/>; a time that is past is now.</param>
    /// <param name="interval">From one time to the next, in nanoseconds; 0 for once.</param>
    /// <param name="slack">How much later it may be, so that several come together.</param>
    /// <returns>The timer, to be cancelled on this core.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The interval or the slack is negative, or the task is another core's.
    /// </exception>
    /// <exception cref="InvalidOperationException">This core keeps as many timers as it was made for.</exception>
    public TimerHandle WakeAt(TaskId task, long due, long interval = 0, long slack = 0)
    {
        if (task.Core != Core)
        {
            RefuseForeign(task);
        }

        return _keeper == Core
            ? _timers.Create(due, new TimerTerms { Interval = interval, Slack = slack, State = Pack(task), Target = Core })
            : WakeRemotely(task, due, interval, slack);
    }

    private void RefuseForeign(TaskId task)
    {
        if (task != TaskId.None)
        {
            throw new ArgumentOutOfRangeException(
                nameof(task), task, $"Core {Core} wakes its own tasks: ask core {task.Core}, where this one is.");
        }
    }

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
            TellKeeper(timer.Index);
        }

        return wasPending;
    }

    /// <summary>Puts the running task to sleep.</summary>
    /// <param name="due">Until when.</param>
    /// <param name="slack">How much longer it may be.</param>
    internal void BeginSleep(long due, long slack)
    {
        TaskNode node = RunningNode;

        // First what can fail: who says that it waits is not asked how any more.
        node.Timer = WakeAt(IdOf(node), due, 0, slack);
        node.Awaited = Awaited.Time;
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
        if (due != long.MaxValue)
        {
            node.Timer = _timers.Create(due, new TimerTerms { Slack = slack, State = Pack(IdOf(node)), Target = Core });
        }

        node.Awaited = Awaited.Completion;
        node.Completion = completion;
        completion.Node = node;
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
                Tick(Cluster.AgreementAt((int)expiry.State));
            }
            else if (expiry.Target == Core)
            {
                Expire(Unpack(expiry.State), expiry.Timer, isKeptHere: true);
            }
            else
            {
                SendExpiry(in expiry);
            }
        }

        return count;
    }

    private void Tick(Agreement agreement)
    {
        try
        {
            agreement.Tick(this);
        }
        catch (Exception error)
        {
            LogFailure("an agreement between cores", error);
        }
    }

    // What has expired ends the wait that it was made for, or wakes its task. One that repeats ends with its task.
    private void Expire(TaskId task, TimerHandle timer, bool isKeptHere)
    {
        Tracing?.Add(new TraceEvent(TraceKind.Timer, Now, 0, task, "timer", Core));
        if (Find(task) is not { } node)
        {
            if (task != TaskId.None)
            {
                _ = isKeptHere ? _timers.Cancel(timer) : CancelTimer(timer);
            }

            return;
        }

        // The time of a wait for a completion is always kept here, that of a sleep where all such are.
        bool isSleeps = node.Timer == timer && node.Awaited switch
        {
            Awaited.Time => isKeptHere == (_keeper == Core),
            Awaited.Completion => isKeptHere,
            _ => false,
        };
        Happen(node, isSleeps ? node.Awaited : Awaited.Wake);
    }

    private static long Pack(TaskId task) => ((long)task.Generation << 32) | (uint)task.Slot;

    private TaskId Unpack(long word) => word == 0 ? TaskId.None : new(Core, (int)word, (uint)(word >> 32));
}
