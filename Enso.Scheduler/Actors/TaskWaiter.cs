namespace Enso.Scheduler;

/// <summary>A task that waits in a <see cref="WaitList"/>. Each place for tasks has one, used again and again; one
/// that is still
/// under way when its task waits for something else, or is no more, is left alone.</summary>
/// <param name="reactor">The task's core's.</param>
/// <param name="node">The task.</param>
internal sealed class TaskWaiter(Reactor reactor, TaskNode node) : Waiting, IPosted
{
    private TaskNode? _node = node;

    /// <summary>Whether it is in a list, or on its way back from one. The core's.</summary>
    public bool IsUnderWay { get; set; }

    /// <inheritdoc/>
    IPosted? IPosted.Next { get; set; }

    /// <summary>Has it wake nobody when it comes back. On the core's thread.</summary>
    public void Abandon() => _node = null;

    /// <inheritdoc/>
    public override void Wake()
    {
        // A task that is about to wait finds it posted when it does.
        if (reactor.IsHere && _node is not { State: TaskState.Running })
        {
            Take();
        }
        else
        {
            reactor.Post(this);
        }
    }

    /// <inheritdoc/>
    public void Take()
    {
        IsUnderWay = false;
        if (_node is { } waiting)
        {
            reactor.Happen(waiting, Awaited.Signal);
        }
    }
}
