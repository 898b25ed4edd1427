using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Enso.Scheduler;

/// <summary>A call of an asynchronous method: its state machine and how it ended. The outermost is a task's work; each that it
/// awaits runs in the same task, and the innermost that waits is the task's leaf.</summary>
internal abstract class AsyncStep : Work, IPosted
{
    // How many tasks, of all cores, go on at the moment to be told that they are cancelled.
    private static int s_telling;

    // What it has been last, too: mostly what it is next, and to say so again would cost the collector's write barrier.
    private TaskNode? _node;

    private Action? _resume;

    /// <summary>Whether some task goes on, perhaps this thread's, to be told that it is cancelled. Exact for the thread that
    /// asks: its own task was counted before.</summary>
    public static bool IsAnyToBeTold => Volatile.Read(ref s_telling) != 0;

    /// <summary>The task that it runs in, once it is started.</summary>
    public TaskNode? Node => Reactor is null ? null : _node;

    /// <summary>That task's reactor.</summary>
    public Reactor? Reactor { get; private set; }

    /// <summary>The call that awaits it in the same task.</summary>
    public AsyncStep? Caller { get; set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether it was started, and its task has ended with all its children.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The task that waits for that.</summary>
    public TaskNode? Joiner { get; set; }

    /// <summary>Whether somebody will ask how it ended; if not, it is used again as soon as its task has.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Tells this call from others that use the same object.</summary>
    public uint Version { get; private set; } = 1;

    /// <summary>The exception that ended it.</summary>
    public ExceptionDispatchInfo? Error { get; private set; }

    /// <inheritdoc/>
    IPosted? IPosted.Next { get; set; }

    /// <summary>Runs to the next wait, or to the end.</summary>
    public abstract void MoveNext();

    /// <summary>Makes it somebody else's.</summary>
    public abstract void Return();

    /// <summary>Begins a call inside a running task.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="node">The task.</param>
    public void Enter(Reactor reactor, TaskNode node)
    {
        Reactor = reactor;
        if (_node != node)
        {
            _node = node;
        }
    }

    /// <summary>Has it go on when something outside of the reactor calls back, on whatever thread.</summary>
    public Action Resume => _resume ??= () => Reactor!.Post(this);

    /// <inheritdoc/>
    void IPosted.Take()
    {
        Reactor!.Happen(Node!, Awaited.Outside);
    }

    /// <inheritdoc/>
    protected internal sealed override Poll Poll(in TaskContext context) => GoOn(Node!, Node!.Leaf!);

    /// <summary>Goes on with a task that is a call: what <see cref="Poll"/> does, without the calls to get there.</summary>
    /// <param name="node">The task.</param>
    /// <param name="leaf">Its leaf.</param>
    /// <returns>How it left.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Poll GoOn(TaskNode node, AsyncStep leaf)
    {
        if (node.IsCancelled && !node.IsToldOfCancel)
        {
            return GoOnToBeTold(node, leaf);
        }

        // What an awaiter of the reactor does not say else is outside.
        node.Awaited = Awaited.Outside;
        leaf.MoveNext();
        return leaf.IsDone
            ? GoOnWithCaller(node, leaf)
            : PollOf(node);
    }

    private static Poll GoOnToBeTold(TaskNode node, AsyncStep leaf)
    {
        Interlocked.Increment(ref s_telling);
        try
        {
            node.Awaited = Awaited.Outside;
            leaf.MoveNext();
        }
        finally
        {
            Interlocked.Decrement(ref s_telling);
        }

        return leaf.IsDone ? GoOnWithCaller(node, leaf) : PollOf(node);
    }

    private static Poll PollOf(TaskNode node) =>
        node.Awaited == Awaited.Turn ? Scheduler.Poll.Yield : Scheduler.Poll.Wait;

    private static Poll GoOnWithCaller(TaskNode node, AsyncStep leaf)
    {
        while (leaf.IsDone)
        {
            if (leaf == node.Work)
            {
                leaf.Error?.Throw();
                return Scheduler.Poll.End;
            }

            leaf = node.Leaf!;
            node.Awaited = Awaited.Outside;
            leaf.MoveNext();
        }

        return PollOf(node);
    }

    /// <inheritdoc/>
    protected internal override void OnEnded(TaskOutcome outcome)
    {
        if (!IsDone)
        {
            // Cancelled before it ever ran.
            Finish(ExceptionDispatchInfo.Capture(new OperationCanceledException("The task was cancelled.")));
        }

        HasEnded = true;
        if (!IsAwaited)
        {
            Return();
        }
        else if (Joiner is { } joiner)
        {
            Reactor!.Happen(joiner, Awaited.End);
        }
    }

    /// <summary>Says that it has ended.</summary>
    /// <param name="error">By what exception; null for none.</param>
    public void Finish(ExceptionDispatchInfo? error)
    {
        if (error is not null)
        {
            Error = error;
        }

        IsDone = true;
        if (Caller is { } caller)
        {
            Node!.Leaf = caller;
        }
    }

    /// <summary>Says what its task has failed by, which need not be what the method has thrown.</summary>
    /// <param name="error">The exception.</param>
    public void Blame(Exception error)
    {
        if (Error?.SourceException != error)
        {
            Error = ExceptionDispatchInfo.Capture(error);
        }
    }

    /// <summary>Forgets the call.</summary>
    protected void Forget()
    {
        Reactor = null;
        Caller = null;
        IsDone = false;
        HasEnded = false;
        IsAwaited = false;
        Joiner = null;
        Error = null;
        Version++;
    }

    /// <summary>Refuses a use of a call that is over.</summary>
    /// <param name="version">The user's.</param>
    public void CheckVersion(uint version)
    {
        if (version != Version)
        {
            throw new InvalidOperationException(
                "The call was awaited before, or was started as a task of its own: each is awaited or started once.");
        }
    }
}

/// <summary>A call that has a result.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
internal abstract class AsyncStep<TResult> : AsyncStep
{
    /// <summary>The result.</summary>
    public TResult? Result { get; set; }
}
