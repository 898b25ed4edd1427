namespace Enso.Scheduler;

/// <content>Tasks that wait for queues, and for what other threads complete, without the thread pool in
/// between.</content>
public abstract partial class Reactor
{
    private readonly List<Watch> _watches = [];

    /// <summary>Whether this is the calling thread's reactor.</summary>
    internal bool IsHere => s_running == this;

    /// <summary>The calling thread's reactor; null when it runs none.</summary>
    internal static Reactor? OfThread => s_running;

    /// <summary>Makes this the calling thread's reactor no more: what it does next is done from outside.</summary>
    internal static void Leave() => s_running = null;

    /// <summary>How many ends of queues the core looks at in each turn.</summary>
    public int Watches => _watches.Count;

    /// <summary>Looks at the end of a queue in each turn, until it is ready or nobody waits for it any
    /// more.</summary>
    /// <param name="watch">The end, at which it does not look yet.</param>
    internal void LookAt(Watch watch)
    {
        watch.IsLookedAt = true;
        _watches.Add(watch);
    }

    /// <summary>What the running task waits in.</summary>
    /// <param name="node">The task.</param>
    /// <returns>A waiter that is in no list, marked as under way.</returns>
    internal TaskWaiter TakeWaiter(TaskNode node)
    {
        if (node.Waiter is { IsUnderWay: true } stale)
        {
            // The task was cancelled while it waited.
            stale.Abandon();
            node.Waiter = null;
        }

        TaskWaiter waiter = node.Waiter ??= new TaskWaiter(this, node);
        waiter.IsUnderWay = true;
        return waiter;
    }

    /// <summary>Lets tasks go on whose queues are ready.</summary>
    /// <returns>How many.</returns>
    private protected int PollWatches()
    {
        int count = 0;
        for (int i = _watches.Count - 1; i >= 0; i--)
        {
            Watch watch = _watches[i];
            bool isAwaited = watch.IsAwaited;
            if (isAwaited && !watch.IsReady)
            {
                continue;
            }

            Forget(i);
            if (isAwaited)
            {
                watch.Ready();
                count++;
            }
        }

        return count;
    }

    /// <summary>Before a sleep: has the core called by those who change the queues that its tasks wait for.</summary>
    /// <returns>Whether it may sleep: false when one is ready.</returns>
    private protected bool ArmWatches()
    {
        for (int i = _watches.Count - 1; i >= 0; i--)
        {
            if (_watches[i].IsAwaited && !_watches[i].TryArm())
            {
                return false;
            }

            Forget(i);
        }

        return true;
    }

    private void Forget(int index)
    {
        _watches[index].IsLookedAt = false;
        _watches[index] = _watches[^1];
        _watches.RemoveAt(_watches.Count - 1);
    }

    // What a task that is no more has waited for wakes nobody.
    private void Abandon(TaskNode node)
    {
        node.Watch = null;
        if (node.Completion is { } completion)
        {
            EndWait(node, completion);
            completion.Forsake();
        }

        if (node.Waiter is { IsUnderWay: true } waiter)
        {
            waiter.Abandon();
            node.Waiter = null;
        }
    }
}
