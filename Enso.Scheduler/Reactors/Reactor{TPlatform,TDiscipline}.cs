namespace Enso.Scheduler;

/// <summary>A reactor on a certain kind of core, with a certain discipline: both are compiled into its loop.</summary>
/// <typeparam name="TPlatform">The core that it runs on.</typeparam>
/// <typeparam name="TDiscipline">What chooses among its tasks.</typeparam>
public sealed class Reactor<TPlatform, TDiscipline> : Reactor
    where TPlatform : struct, IPlatform
    where TDiscipline : struct, IDiscipline<TDiscipline>
{
    private const int SuspiciousTurns = 16;

    // Turns in which nothing happens look at the clock so seldom.
    private const int IdleTurns = 64;

    private readonly Bus _bus;
    private readonly Action<string> _report;
    private TPlatform _platform;
    private TDiscipline _discipline;
    private TaskNode? _next;

    // The time at the turn's beginning, or at the end of one before it that did something, if nobody needs to know better.
    private long _now;

    // How many more turns each poll is timed, because a turn took too long.
    private int _suspicious;

    internal Reactor(Cluster cluster, TPlatform platform, Bus bus)
        : base(cluster, platform.Core, cluster.Options)
    {
        _platform = platform;
        _bus = bus;
        _report = Log;
        _discipline = TDiscipline.Create(cluster.Options.Discipline with { Capacity = cluster.Options.Tasks });
        _now = platform.Now;
    }

    /// <inheritdoc/>
    public override long Now => _platform.Now;

    /// <inheritdoc/>
    public override int Ready => _discipline.Count + (_next is null ? 0 : 1);

    /// <inheritdoc/>
    internal override Bus Bus => _bus;

    /// <inheritdoc/>
    public override void Run()
    {
        while (!HasHalted)
        {
            if (!Turn() && BeginSleep())
            {
                long start = _platform.Now;
                _platform.Sleep(NextEvent);
                EndSleep();
                Tracing?.Add(new TraceEvent(
                    TraceKind.Sleep, start, _now - start, TaskId.None, "sleep", Core));
            }
        }
    }

    /// <summary>Does some of each kind of work.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Turn()
    {
        Enter();
        Turns++;
        int done = PollInterrupts();
        if (TDiscipline.UsesTime || NextTimer != long.MaxValue || Turns % IdleTurns == 0)
        {
            LookAtClock();
        }

        // A message waits for whatever a turn looks at before it: each look is one comparison where there is nothing.
        done += HasPosted ? TakePosted(Quanta.Io) : 0;
        done += HasNewHalts ? NoteHalts() : 0;
        done += _bus.HasOutbox ? _bus.Flush(this) : 0;
        done += UntoldTimers != 0 ? TellTimers() : 0;
        done += _bus.Poll(this, Quanta.Bus);
        done += PollTimers(_now, Quanta.Timers);
        done += PollWatches();

        // Whoever waits for an answer is woken before tasks run, and after each that sends: the next may run long.
        WakeOthers();
        done += PollTasks();
        if (IsEnding && TryHalt())
        {
            // Whoever waits for an answer of this core finds out that none comes.
            done++;
            IsBusFull = true;
            WakeOthers();
        }

        return done != 0;
    }

    /// <summary>When the core has something to do at the latest, if nobody gives it any: in nanoseconds.</summary>
    public long NextEvent => NextTimer;

    /// <summary>Says that the core is about to sleep.</summary>
    /// <returns>Whether it may: false when something has come meanwhile, and the core is awake again.</returns>
    public bool BeginSleep()
    {
        Cluster.SetAsleep(Core, true);

        // Pairs with the barrier in WakeOthers, and the exchanges in Post and SetHalted: whoever gives this core
        // something to do either sees that it sleeps, or is seen here.
        Interlocked.MemoryBarrier();
        if (!HasInterrupts && !_bus.HasMessages && !_bus.HasOutbox && UntoldTimers == 0 && Ready == 0 && NextTimer > _now
            && !HasHalted && !HasNewHalts && ArmWatches() && !HasPosted)
        {
            return true;
        }

        Cluster.SetAsleep(Core, false);
        return false;
    }

    /// <summary>Says that the core is awake again.</summary>
    public void EndSleep()
    {
        _now = _platform.Now;
        Cluster.SetAsleep(Core, false);
    }

    /// <inheritdoc/>
    internal override void WakePlatform(int core) => _platform.Wake(core);

    /// <inheritdoc/>
    private protected override void MakeReady(TaskNode node) => _discipline.Add(node.Slot, in node.Terms, _now);

    /// <inheritdoc/>
    private protected override void MakeNewReady(TaskNode node)
    {
        if (TDiscipline.IsTimed)
        {
            _discipline.Forget(node.Slot);
        }

        try
        {
            _discipline.Add(node.Slot, in node.Terms, _now);
        }
        catch
        {
            Refuse(node);
            throw;
        }
    }

    /// <inheritdoc/>
    private protected override void ChangeTerms(TaskNode node, in Terms terms)
    {
        bool isReady = _discipline.Remove(node.Slot);
        try
        {
            // Tried out even where it is not ready: it is here that its user hears of a term that is not allowed.
            _discipline.Add(node.Slot, in terms, _now);
            node.Terms = terms;
            node.HasTerms = true;
        }
        finally
        {
            _discipline.Remove(node.Slot);
            if (isReady)
            {
                _discipline.Add(node.Slot, in node.Terms, _now);
            }
        }
    }

    /// <inheritdoc/>
    private protected override void Unready(TaskNode node)
    {
        if (_next == node)
        {
            _next = null;
        }
        else
        {
            _discipline.Remove(node.Slot);
        }
    }

    /// <inheritdoc/>
    private protected override void SelectNext(TaskId task)
    {
        if (NodeOf(task) is { State: TaskState.Ready } node && _next is null && _discipline.Remove(node.Slot))
        {
            _next = node;
        }
    }

    private int PollTasks()
    {
        bool isTimed = TDiscipline.IsTimed || _suspicious > 0 || Tracing is not null;
        int most = Quanta.Tasks;
        int count = 0;
        while (count < most && TakeNext() is { } node)
        {
            count++;
            if (isTimed)
            {
                PollTimed(node);
            }
            else if (PollTask(node) is var poll && poll == Poll.Yield)
            {
                // As Settle does, without a virtual call.
                node.State = TaskState.Ready;
                _discipline.Add(node.Slot, in node.Terms, _now);
            }
            else
            {
                Settle(node, poll);
            }

            if (!Targets.IsEmpty || IsBusFull)
            {
                WakeOthers();
            }
        }

        Polls += count;
        Watch(count, isTimed);
        return count;
    }

    private TaskNode? TakeNext()
    {
        if (_next is { } node)
        {
            _next = null;
            Preferred++;
            return node;
        }

        int slot = _discipline.Select(_now);
        return slot < 0 ? null : NodeAt(slot);
    }

    private void PollTimed(TaskNode node)
    {
        TaskId id = IdOf(node);
        string? name = node.Options.Name;
        long start = _platform.Now;
        Poll poll = PollTask(node);
        _now = _platform.Now;
        long used = _now - start;
        node.Ran += used;
        if (Tracing is { } trace)
        {
            trace.Add(new TraceEvent(TraceKind.Task, start, used, id, name, Core));
        }

        _discipline.Charge(node.Slot, used, _now);
        if (used > Options.PollBudget)
        {
            Log($"task {id}{(name is null ? "" : $" '{name}'")} ran for {used / 1000} us in one poll, more than "
                + $"{Options.PollBudget / 1000} us");
        }

        Settle(node, poll);
    }

    private void LookAtClock()
    {
        _now = _platform.Now;
        if (Cluster.Watchdog.IsDue(_now))
        {
            Cluster.Watchdog.Look(_now, _report);
        }
    }

    // Where polls are not timed, the turn is: when it took too long, the next ones are looked at poll by poll.
    private void Watch(int count, bool isTimed)
    {
        if (TDiscipline.IsTimed || count == 0)
        {
            return;
        }

        if (_suspicious > 0)
        {
            _suspicious--;
        }
        else if (!isTimed)
        {
            long before = _now;
            LookAtClock();
            if (_now - before > Options.PollBudget)
            {
                _suspicious = SuspiciousTurns;
            }
        }
    }

    private void WakeOthers()
    {
        if (_bus.HasOutbox || UntoldTimers != 0)
        {
            IsBusFull = true;
        }

        if (!IsBusFull && Targets.IsEmpty)
        {
            return;
        }

        // Pairs with the barrier in BeginSleep. Whoever sleeps reads nothing, so all may have to, for there to be room.
        Interlocked.MemoryBarrier();
        for (int core = 0; core < Cluster.Cores; core++)
        {
            if (core != Core && (IsBusFull || Targets.Contains(core)))
            {
                Cluster.WakeIfAsleep(core, this);
            }
        }

        Targets.Clear();
        IsBusFull = false;
    }
}
