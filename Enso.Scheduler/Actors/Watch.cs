using System.Runtime.CompilerServices;
using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The end of a queue that a task of a core waits for, one task at a time. The core looks at it in each
/// turn; before it sleeps it has itself called instead, by the one who changes the queue.</summary>
internal sealed class Watch : IPosted
{
    private readonly IWaitable _end;
    private readonly Action _wake;
    private TaskNode? _node;

    // Why the end could not be asked to call, until a task is told.
    private InvalidOperationException? _refusal;

    /// <summary>Makes it.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="end">The end, which only tasks of this core use.</param>
    public Watch(Reactor reactor, IWaitable end)
    {
        Reactor = reactor;
        _end = end;
        _wake = () => Reactor.Post(this);
    }

    /// <summary>Makes it for an end that says itself whether it can be waited for so.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="end">The end, which only tasks of this core use.</param>
    /// <param name="name">What the caller calls the end.</param>
    /// <exception cref="ArgumentException">It cannot (<see cref="IWaitable"/>).</exception>
    public static Watch At(Reactor reactor, object end, [CallerArgumentExpression(nameof(end))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        ArgumentNullException.ThrowIfNull(end, name);
        return new Watch(
            reactor, end as IWaitable ?? throw new ArgumentException($"{end.GetType()} is no {nameof(IWaitable)}.", name));
    }

    /// <summary>The core's.</summary>
    public Reactor Reactor { get; }

    /// <summary>Whether the core looks at it in each turn.</summary>
    public bool IsLookedAt { get; set; }

    /// <summary>Whether the core is to be called, or that call has not been taken yet.</summary>
    public bool IsArmed { get; private set; }

    /// <summary>Whether waiting would be over.</summary>
    public bool IsReady => _refusal is not null || _end.IsReady;

    /// <summary>Whether a task waits.</summary>
    public bool IsAwaited =>
        _node is { State: TaskState.Waiting, Awaited: Awaited.Queue } node && node.Watch == this;

    /// <inheritdoc/>
    IPosted? IPosted.Next { get; set; }

    /// <summary>Has the running task wait.</summary>
    /// <param name="node">The task.</param>
    public void Begin(TaskNode node)
    {
        if (_node is not null && _node != node && IsAwaited)
        {
            throw new InvalidOperationException("Another task waits at this end of the queue: one task at a time may use it.");
        }

        _node = node;
        node.Watch = this;
        node.Awaited = Awaited.Queue;
        if (IsArmed && _end.Disarm())
        {
            // It was armed for a task that was cancelled meanwhile, and may be for something else than this one
            // waits for.
            IsArmed = false;
        }

        // If it was called, it will be taken, and the task looks again.
        if (!IsArmed && !IsLookedAt)
        {
            Reactor.LookAt(this);
        }
    }

    /// <summary>Has the core called when waiting is over.</summary>
    /// <returns>False when it is.</returns>
    public bool TryArm()
    {
        try
        {
            return IsArmed = _end.TryArm(_wake);
        }
        catch (InvalidOperationException refusal)
        {
            // Somebody else waits there. It is the task's to know, and not the core's, which is about to sleep.
            _refusal = refusal;
            return false;
        }
    }

    /// <summary>Throws what the task that goes on is to know: that somebody else waits at the end.</summary>
    public void Check()
    {
        if (_refusal is { } refusal)
        {
            _refusal = null;
            throw refusal;
        }
    }

    /// <summary>Stops waiting for the queue.</summary>
    public void Disarm()
    {
        _node = null;
        if (IsArmed && _end.Disarm())
        {
            IsArmed = false;
        }
    }

    /// <summary>Lets the task go on.</summary>
    public void Ready() => Reactor.Happen(_node!, Awaited.Queue);

    /// <inheritdoc/>
    void IPosted.Take()
    {
        IsArmed = false;
        if (IsAwaited)
        {
            Ready();
        }
    }
}
