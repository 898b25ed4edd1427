using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>A core's reactor: it does, in turns, what the bus brings, what other threads hand in, and what its tasks want. One
/// thread runs it, and everything here is that thread's, save <see cref="Post(Action{Reactor})"/>.</summary>
/// <remarks><para>Tasks of a core are a tree under its root. A task ends after its children: if it ends by itself they are
/// waited for, if it fails or is cancelled they are cancelled first. A task that fails ends alone: its parent is told, its
/// stack is in the log.</para>
/// <para>Waiting is for one thing (<see cref="Awaited"/>), and only that thing lets a task go on; a wake-up that comes while
/// a task is not waiting for one is kept, so none is lost.</para></remarks>
public abstract partial class Reactor
{
    [ThreadStatic]
    private static Reactor? s_running;

    private readonly TaskNode[] _nodes;
    private readonly TaskNode _root;
    private readonly Action<string>? _log;

    // The numbers of free places; the last is taken first. Numbers, because references would cost the collector's write
    // barrier.
    private readonly int[] _free;
    private int _freeCount;
    private readonly TaskTree _tree;
    private int _running = TaskTree.None;
    private IPosted? _posted;

    // What was taken of it and has to wait for a later turn, the oldest first.
    private IPosted? _oldest;

    private protected Reactor(Cluster cluster, int core, ReactorOptions options)
    {
        Cluster = cluster;
        Core = core;
        Options = options;
        Quanta = options.Quanta;
        _gone = new CoreSet(cluster.Cores);
        _keeper = options.TimerCore ?? core;
        _kept = new KeptTimer[cluster.Cores][];
        Targets = new CoreSet(cluster.Cores);
        _timers = Enso.Scheduler.Timers<WheelTimers, TreeTimers>.Create(options.Timers);
        _log = options.Log;
        _nodes = new TaskNode[options.Tasks];
        _tree = new TaskTree(options.Tasks);
        _free = new int[options.Tasks];
        for (int slot = options.Tasks - 1; slot >= 0; slot--)
        {
            _nodes[slot] = new TaskNode(slot);
            _free[_freeCount++] = slot;
        }

        _root = TakeNode();
        _root.Work = new RootWork();
        _root.Options = new TaskOptions { Name = "root" };
        _root.State = TaskState.Waiting;
        _root.Awaited = Awaited.Wake;
        _root.IsToldOfChildren = false;
    }

    /// <summary>The cores that talk to one another.</summary>
    public Cluster Cluster { get; }

    /// <summary>The core's number, from 0.</summary>
    public int Core { get; }

    /// <summary>What it was made with.</summary>
    public ReactorOptions Options { get; }

    /// <summary>How much of each kind of work it does in a turn.</summary>
    public Quanta Quanta { get; private set; }

    /// <summary>The task that all others are under, for as long as the reactor runs.</summary>
    public TaskId Root => IdOf(_root);

    /// <summary>How many tasks there are, the root not counted.</summary>
    public int Tasks { get; private set; } = -1;

    /// <summary>How many turns it has done.</summary>
    public long Turns { get; private protected set; }

    /// <summary>How many polls of tasks.</summary>
    public long Polls { get; private protected set; }

    /// <summary>How many of them the discipline did not choose, because a message had a task run first.</summary>
    internal long Preferred { get; private protected set; }

    /// <summary>How many tasks want to run.</summary>
    public abstract int Ready { get; }

    /// <summary>The core's time, in nanoseconds.</summary>
    public abstract long Now { get; }

    /// <summary>Whether somebody has given it something to do that it has not taken yet.</summary>
    internal bool IsAddressed => HasPosted || HasInterrupts || HasNewHalts || Bus.IsAddressed(Core);

    /// <summary>The reactor whose thread calls.</summary>
    /// <exception cref="InvalidOperationException">The calling thread runs none.</exception>
    internal static Reactor Running => s_running ?? throw NotOnReactor();

    /// <summary>The task that runs.</summary>
    internal TaskNode RunningNode => _running == TaskTree.None ? throw NotOnReactor() : _nodes[_running];

    /// <summary>The task that runs, seen from any thread; null for none.</summary>
    internal TaskNode? LookAtRunning() =>
        Volatile.Read(ref _running) is var slot && slot == TaskTree.None ? null : _nodes[slot];

    /// <summary>What is thrown where only a reactor's task may call.</summary>
    internal static InvalidOperationException NotOnReactor() =>
        new("Only a task that runs on a reactor can do this: await it in an async method that returns ReactorTask.");

    /// <summary>Tells a task that was asked to end, once.</summary>
    /// <param name="node">The task.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckCancelled(TaskNode node)
    {
        if (node.IsCancelled)
        {
            TellCancelled(node);
        }
    }

    private static void TellCancelled(TaskNode node)
    {
        if (!node.IsToldOfCancel)
        {
            node.IsToldOfCancel = true;
            throw new OperationCanceledException("The task was cancelled.");
        }
    }

    /// <summary>What tasks of this core do things by: to be handed to asynchronous methods that are started on it.</summary>
    public TaskContext Current => new(this);

    /// <summary>Runs turns, and sleeps when there is nothing to do, until the reactor has halted.</summary>
    public abstract void Run();

    /// <summary>A task's name.</summary>
    /// <param name="node">The task.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TaskId IdOf(TaskNode node) => new(Core, node.Slot, node.Generation);

    /// <summary>All tasks, parents before their children, children in the order in which they were started.</summary>
    public IEnumerable<TaskView> ListTasks()
    {
        List<TaskView> tasks = [];
        int depth = 0;
        for (int task = _root.Slot; task != TaskTree.None; task = _tree.After(task, _root.Slot, ref depth))
        {
            tasks.Add(View(_nodes[task], depth));
        }

        return tasks;
    }

    /// <summary>Has the core do something, from any thread; it is woken if it sleeps.</summary>
    /// <param name="action">What, in one of its next turns. An exception is in the log.</param>
    /// <exception cref="CoreHaltedException">The core has halted, and will not do it.</exception>
    public void Post(Action<Reactor> action)
    {
        if (!TryPost(action))
        {
            throw new CoreHaltedException(Core);
        }
    }

    /// <summary>The same, where the core may have halted.</summary>
    /// <param name="action">What.</param>
    /// <returns>Whether the core will do it: false when it has halted.</returns>
    public bool TryPost(Action<Reactor> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Post(new PostedAction(this, action));
    }

    /// <summary>Hands something to the core, from any thread, and wakes it if it sleeps.</summary>
    /// <param name="item">What, which is nowhere else.</param>
    /// <returns>Whether the core will take it: false when it has halted.</returns>
    internal bool Post(IPosted item)
    {
        IPosted? first = Volatile.Read(ref _posted);
        while (true)
        {
            if (ReferenceEquals(first, s_closed))
            {
                return false;
            }

            item.Next = first;
            IPosted? seen = Interlocked.CompareExchange(ref _posted, item, first);
            if (ReferenceEquals(seen, first))
            {
                break;
            }

            first = seen;
        }

        // The exchange is a full barrier: it pairs with the one in BeginSleep.
        Cluster.WakeIfAsleep(Core, from: this);
        return true;
    }

    /// <summary>Wakes this core's platform, from whatever thread.</summary>
    /// <param name="core">The core.</param>
    internal abstract void WakePlatform(int core);

    /// <summary>Makes a task want to run.</summary>
    /// <param name="node">The task.</param>
    private protected abstract void MakeReady(TaskNode node);

    /// <summary>Makes a task want to run that is new in its place.</summary>
    /// <param name="node">The task.</param>
    /// <exception cref="ArgumentOutOfRangeException">The discipline does not allow its terms.</exception>
    private protected abstract void MakeNewReady(TaskNode node);

    /// <summary>Takes a task back that wanted to run.</summary>
    /// <param name="node">The task.</param>
    private protected abstract void Unready(TaskNode node);

    /// <summary>Changes what a task asks the discipline for.</summary>
    /// <param name="node">The task.</param>
    /// <param name="terms">What.</param>
    /// <exception cref="ArgumentOutOfRangeException">The discipline does not allow it; nothing has changed.</exception>
    private protected abstract void ChangeTerms(TaskNode node, in Terms terms);

    /// <summary>Changes what a task of this core asks the discipline for, from now on: the deadline of its next period, say.
    /// One that is ready goes to the end of its equals. A task that is started again begins with what it was first made
    /// with.</summary>
    /// <param name="task">The task.</param>
    /// <param name="terms">What.</param>
    /// <returns>Whether there is such a task on this core.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The discipline does not allow it; nothing has changed.</exception>
    public bool SetTerms(TaskId task, in Terms terms)
    {
        if (Find(task) is not { } node)
        {
            return false;
        }

        ChangeTerms(node, in terms);
        return true;
    }

    /// <summary>Writes a line to the log.</summary>
    /// <param name="line">The line.</param>
    internal void Log(string line) => _log?.Invoke($"core {Core}: {line}");

    /// <summary>Writes down that something has failed, even where its exception cannot say what it is.</summary>
    /// <param name="what">What has failed.</param>
    /// <param name="error">Why.</param>
    internal void LogFailure(string what, Exception error)
    {
        if (_log is null)
        {
            return;
        }

        string why;
        try
        {
            why = error.ToString();
        }
        catch (Exception second)
        {
            why = $"{error.GetType()}, of which nothing more is known: to describe it failed by {second.GetType()}";
        }

        Log($"{what}: {why}");
    }

    /// <summary>What happens is kept here; null while nobody wants to know.</summary>
    private protected Trace? Tracing { get; private set; }

    /// <summary>Keeps what happens on this core from now on. Polls are timed meanwhile.</summary>
    /// <param name="capacity">How many events at most; those beyond are counted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not allowed; the message says what is.</exception>
    /// <exception cref="InvalidOperationException">A trace is under way.</exception>
    public void StartTrace(int capacity)
    {
        if (Tracing is not null)
        {
            throw new InvalidOperationException($"A trace of core {Core} is under way: stop it first.");
        }

        Tracing = new Trace(Core, capacity, Now);
    }

    /// <summary>Ends the trace that is under way.</summary>
    /// <returns>The trace; null when there is none.</returns>
    public Trace? StopTrace()
    {
        Trace? trace = Tracing;
        trace?.End();
        Tracing = null;
        return trace;
    }

    /// <summary>Makes this the calling thread's reactor.</summary>
    private protected void Enter()
    {
        // It mostly is: a write would cost the collector's barrier in each turn.
        if (s_running != this)
        {
            s_running = this;
        }
    }

    /// <summary>Whether other threads have handed in something.</summary>
    private protected bool HasPosted => _oldest is not null || Volatile.Read(ref _posted) is not null;

    /// <summary>Takes what other threads have handed in, in the order in which they did.</summary>
    /// <param name="most">How much at most; the rest is first in the next turn.</param>
    /// <returns>How much.</returns>
    private protected int TakePosted(int most)
    {
        int count = 0;
        while (count < most && (_oldest ??= TakeAllPosted()) is { } item)
        {
            _oldest = item.Next;
            item.Next = null;
            item.Take();
            count++;
        }

        return count;
    }

    // The newest was handed in first in the list, so it is turned round.
    private IPosted? TakeAllPosted(IPosted? leave = null)
    {
        IPosted? first = Volatile.Read(ref _posted);
        if (ReferenceEquals(first, s_closed) || (first is null && leave is null))
        {
            return null;
        }

        IPosted? newest = Interlocked.Exchange(ref _posted, leave);
        IPosted? oldest = null;
        while (newest is not null)
        {
            IPosted? next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }

    /// <summary>Polls a task.</summary>
    /// <param name="node">The task, which is ready and out of the discipline.</param>
    /// <returns>How it left, once what it threw is kept.</returns>
    private protected Poll PollTask(TaskNode node)
    {
        node.State = TaskState.Running;
        if (node.IsCancelled && IsOverAtOnce(node))
        {
            return Poll.End;
        }

        node.Polls++;
        _running = node.Slot;
        try
        {
            return node.IsCall ? AsyncStep.GoOn(node, node.Leaf!) : node.Work!.Poll(new TaskContext(this));
        }
        catch (OperationCanceledException) when (node.IsCancelled)
        {
            node.Outcome = TaskOutcome.Cancelled;
            return Poll.End;
        }
        catch (Exception error)
        {
            // Told in the log and to the parent when the task ends.
            node.Outcome = TaskOutcome.Failed;
            node.Error ??= error;
            return Poll.End;
        }
        finally
        {
            _running = TaskTree.None;
        }
    }

    // A task that is cancelled before its first poll does not begin. Any other is told in this poll: a method by an
    // exception, other work by what it can see.
    private static bool IsOverAtOnce(TaskNode node)
    {
        if (node.Polls == 0)
        {
            node.Outcome = TaskOutcome.Cancelled;
            return true;
        }

        node.IsToldOfCancel |= !node.IsCall;
        return false;
    }

    /// <summary>Does what a poll's end asks for.</summary>
    /// <param name="node">The task.</param>
    /// <param name="poll">How it left.</param>
    private protected void Settle(TaskNode node, Poll poll)
    {
        switch (poll)
        {
            case Poll.Yield:
                node.State = TaskState.Ready;
                MakeReady(node);
                break;
            case Poll.Wait:
                node.State = TaskState.Waiting;
                if (node.IsWoken && node.Awaited == Awaited.Wake)
                {
                    node.IsWoken = false;
                    SetReady(node);
                }
                else if (node.IsCancelled && !node.IsToldOfCancel && node.Awaited != Awaited.Outside)
                {
                    SetReady(node);
                }

                break;
            default:
                End(node);
                break;
        }
    }

    /// <summary>Sets the quanta.</summary>
    /// <param name="quanta">How much of each kind of work is done in a turn.</param>
    /// <exception cref="ArgumentOutOfRangeException">A quantum is below 1.</exception>
    public void SetQuanta(Quanta quanta)
    {
        ArgumentNullException.ThrowIfNull(quanta);
        quanta.Check();
        Quanta = quanta;
    }

    /// <summary>Lets a task go on that waits for what has happened; if it does not wait for it, a wake-up is kept, and anything
    /// else is forgotten.</summary>
    /// <param name="node">The task.</param>
    /// <param name="what">What has happened.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Happen(TaskNode node, Awaited what)
    {
        if (node.State == TaskState.Waiting && node.Awaited == what)
        {
            SetReady(node);
        }
        else if (what == Awaited.Wake)
        {
            node.IsWoken = true;
        }
    }

    /// <summary>What a task asks the core's discipline for.</summary>
    /// <param name="task">The task, which has not ended.</param>
    internal Terms TermsOf(TaskId task) => Find(task)!.Terms;

    private sealed class PostedAction(Reactor reactor, Action<Reactor> action) : IPosted
    {
        IPosted? IPosted.Next { get; set; }

        void IPosted.Take()
        {
            try
            {
                action(reactor);
            }
            catch (Exception error)
            {
                reactor.LogFailure("what another thread has posted failed", error);
            }
        }
    }

    private void SetReady(TaskNode node)
    {
        node.State = TaskState.Ready;
        MakeReady(node);
    }

    private TaskView View(TaskNode node, int depth) => new(
        IdOf(node),
        ParentOf(node) is { } parent ? IdOf(parent) : TaskId.None,
        depth,
        node.Options.Name,
        node.State,
        node.Polls,
        node.Ran,
        node.IsCancelled);
}
