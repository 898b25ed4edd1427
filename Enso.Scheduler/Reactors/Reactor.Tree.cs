using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <content>The tree of tasks: they are started, cancelled, end, and are started again.</content>
public abstract partial class Reactor
{
    /// <summary>Starts a task under the core's root.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The task.</returns>
    /// <exception cref="TaskLimitException">The core has as many tasks as it was made for.</exception>
    public TaskId Spawn(Work work, TaskOptions? options = null) => Spawn(_root, work, null, options);

    /// <summary>Starts a call of an asynchronous method as a task under the core's root.</summary>
    /// <param name="call">The call, which was neither awaited nor started.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The task.</returns>
    /// <exception cref="TaskLimitException">The core has as many tasks as it was made for.</exception>
    public TaskId Spawn(ReactorTask call, TaskOptions? options = null) => Spawn(_root, call.Step(), options);

    /// <summary>Asks a task to end, with all its children.</summary>
    /// <param name="task">The task.</param>
    /// <returns>Whether there is such a task on this core, and it was not asked before.</returns>
    public bool Cancel(TaskId task) => Find(task) is { IsCancelled: false } node && Cancel(node);

    /// <summary>Wakes a task. If it is not waiting for that, it will not wait the next time.</summary>
    /// <param name="task">The task.</param>
    /// <returns>Whether there is such a task on this core.</returns>
    public bool Wake(TaskId task)
    {
        TaskNode? node = Find(task);
        if (node is null)
        {
            return false;
        }

        Happen(node, Awaited.Wake);
        return true;
    }

    /// <summary>What a task is about; <see cref="TaskState.Gone"/> when it is no more.</summary>
    /// <param name="task">The task.</param>
    public TaskState StateOf(TaskId task) => Find(task)?.State ?? TaskState.Gone;

    /// <summary>Starts a task.</summary>
    /// <param name="parent">Its parent, which has not ended.</param>
    /// <param name="work">What it does.</param>
    /// <param name="factory">Makes its work anew, where it may be started again.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The task.</returns>
    internal TaskId Spawn(TaskNode parent, Work work, Func<Work>? factory, TaskOptions? options) =>
        IdOf(Start(parent, work, factory, options));

    private TaskNode Start(TaskNode parent, Work work, Func<Work>? factory, TaskOptions? options)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_freeCount == 0 || options is { Supervision.IsAllowed: false })
        {
            throw Refuse(work, options);
        }

        TaskNode node = TakeNode();
        if (node.Work != work)
        {
            node.Work = work;
        }

        node.Awaited = Awaited.Wake;

        // What is not the default is set, and set back: each costs the collector's write barrier.
        if (factory is not null)
        {
            node.Factory = factory;
        }

        if (options is not null && !ReferenceEquals(options, node.Options))
        {
            node.Options = options;
            node.Terms = options.Terms;
            node.HasTerms = true;
        }

        _tree.Append(parent.Slot, node.Slot);
        node.Order = parent.Started++;
        if (parent.IsCancelled)
        {
            node.IsCancelled = true;
        }

        node.State = TaskState.Ready;
        MakeNewReady(node);
        return node;
    }

    /// <summary>Takes a task back whose terms the discipline has refused.</summary>
    /// <param name="node">The task.</param>
    private protected void Refuse(TaskNode node)
    {
        Work work = node.Work!;
        _tree.Unlink(node.Slot);
        FreeNode(node);
        work.OnRefused();
    }

    private Exception Refuse(Work work, TaskOptions? options)
    {
        work.OnRefused();
        options?.Supervision.Check();
        return new TaskLimitException(
            $"Core {Core} has {Options.Tasks} tasks, as many as it was made for (ReactorOptions.Tasks).");
    }

    /// <summary>Starts a call as a task.</summary>
    /// <param name="parent">Its parent.</param>
    /// <param name="step">The call.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The task.</returns>
    internal TaskId Spawn(TaskNode parent, AsyncStep step, TaskOptions? options)
    {
        if (step.Node is not null || step.IsDone)
        {
            throw new InvalidOperationException("The call was awaited or started before.");
        }

        TaskNode node = Start(parent, step, null, options);
        step.Enter(this, node);
        if (node.Leaf != step)
        {
            node.Leaf = step;
        }

        node.IsCall = true;
        node.IsToldOfChildren = false;
        return IdOf(node);
    }

    /// <summary>Whether a task is a child of another: it cannot wait for that one, which was refused, so that one can wait for
    /// it.</summary>
    /// <param name="child">The task.</param>
    /// <param name="parent">The other.</param>
    internal bool IsChildOf(TaskNode child, TaskNode parent) => _tree.ParentOf(child.Slot) == parent.Slot;

    /// <summary>Refuses that a task waits for the end of another which cannot come before its own.</summary>
    /// <param name="waiting">The task.</param>
    /// <param name="ending">The other.</param>
    /// <exception cref="InvalidOperationException">It cannot.</exception>
    internal void CheckJoin(TaskNode waiting, TaskNode ending)
    {
        // Who waits for a task: its parent, and whoever awaits it, which is its parent too for the most part.
        HashSet<int> seen = [];
        Stack<int> left = new([waiting.Slot]);
        while (left.TryPop(out int slot))
        {
            if (slot == ending.Slot)
            {
                throw new InvalidOperationException(
                    $"Task {IdOf(waiting)} would wait for ever: task {IdOf(ending)}{NameOf(ending)} cannot end before it.");
            }

            if (slot == TaskTree.None || !seen.Add(slot))
            {
                continue;
            }

            left.Push(_tree.ParentOf(slot));
            if (_nodes[slot].Work is AsyncStep { Joiner: { } joiner })
            {
                left.Push(joiner.Slot);
            }
        }
    }

    private TaskNode? Find(TaskId task)
    {
        if (task.Core != Core || (uint)task.Slot >= (uint)_nodes.Length)
        {
            return null;
        }

        TaskNode node = _nodes[task.Slot];
        return node.Generation == task.Generation && node.State != TaskState.Gone ? node : null;
    }

    /// <summary>A task's child that was started first.</summary>
    /// <param name="node">The task.</param>
    internal TaskNode? FirstChildOf(TaskNode node) => At(_tree.FirstChildOf(node.Slot));

    /// <summary>The sibling that was started after a task.</summary>
    /// <param name="node">The task.</param>
    internal TaskNode? NextOf(TaskNode node) => At(_tree.NextOf(node.Slot));

    private TaskNode? ParentOf(TaskNode node) => At(_tree.ParentOf(node.Slot));

    private TaskNode? At(int slot) => slot == TaskTree.None ? null : _nodes[slot];

    private TaskNode TakeNode()
    {
        TaskNode node = _nodes[_free[--_freeCount]];
        if (++node.Generation == 0)
        {
            // 0 is no task's.
            node.Generation = 1;
        }

        Tasks++;
        return node;
    }

    private void FreeNode(TaskNode node)
    {
        node.State = TaskState.Gone;
        if (!node.IsCall)
        {
            node.Work = null;
        }
        else
        {
            node.IsCall = false;
            if (node.Leaf is not ({ IsAwaited: false } or { Joiner: not null }))
            {
                node.Work = null;
                node.Leaf = null;
            }
        }

        node.Factory = null;
        if (!ReferenceEquals(node.Options, TaskOptions.Default))
        {
            node.Options = TaskOptions.Default;
        }

        if (node.HasTerms)
        {
            node.HasTerms = false;
            node.Terms = default;
        }

        node.IsToldOfChildren = true;
        node.IsWoken = false;
        node.IsCancelled = false;
        node.IsToldOfCancel = false;
        node.Outcome = TaskOutcome.Completed;
        node.Error = null;
        node.Polls = 0;
        node.Ran = 0;
        node.IsToRestart = false;
        node.AwaitedCall = null;
        if (node.Started != 0)
        {
            node.Started = 0;
            node.Restarts?.Clear();
            node.ToRestart = null;
            node.Restarting = 0;
        }

        if (node.Request != 0)
        {
            ForgetReply(node);
            node.Request = 0;
            node.AskedCore = TaskNode.NoCore;
        }

        if (node.Watch is not null || node.Completion is not null || node.Waiter is not null)
        {
            Abandon(node);
        }

        _free[_freeCount++] = node.Slot;
        Tasks--;
    }

    private bool Cancel(TaskNode node)
    {
        CancelAlone(node);
        CancelChildren(node);
        return true;
    }

    private void CancelChildren(TaskNode node)
    {
        int depth = 0;
        int task = _tree.FirstChildOf(node.Slot);
        while (task != TaskTree.None)
        {
            // Of one that was cancelled before, all below it were.
            TaskNode below = _nodes[task];
            bool wasCancelled = below.IsCancelled;
            if (!wasCancelled)
            {
                CancelAlone(below);
            }

            task = _tree.After(task, node.Slot, ref depth, skipsBelow: wasCancelled);
        }
    }

    private void CancelAlone(TaskNode node)
    {
        node.IsCancelled = true;
        if (node.State == TaskState.Waiting && node.Awaited != Awaited.Outside)
        {
            SetReady(node);
        }
    }

    // Its own work is done.
    private void End(TaskNode node)
    {
        if (node.Options.Termination == Termination.Corecursive
            && node is { Outcome: TaskOutcome.Completed, IsCancelled: false, Work: not AsyncStep })
        {
            node.Awaited = Awaited.Wake;
            Settle(node, Poll.Wait);
            return;
        }

        node.State = TaskState.Ending;
        if (node.Lines is { } lines)
        {
            LeaveLines(node, lines);
        }

        if (node.Outcome != TaskOutcome.Completed || node.IsCancelled)
        {
            node.ToRestart = null;
            CancelChildren(node);
        }

        if (_tree.FirstChildOf(node.Slot) == TaskTree.None)
        {
            Complete(node);
        }
    }

    // It and its children are done. So may its parent be then, and so on: as many as there are tasks.
    private void Complete(TaskNode node)
    {
        TaskNode? ended = node;
        while (ended is not null)
        {
            ended = CompleteAlone(ended);
        }
    }

    // Returns the parent if this was all that it waited for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TaskNode? CompleteAlone(TaskNode node)
    {
        TaskId id = IdOf(node);
        TaskOutcome outcome = node.Outcome;
        Exception? error = node.Error;
        Work work = node.Work!;
        if (error is not null)
        {
            outcome = TaskOutcome.Failed;
            TellFailed(node, error);
        }
        else if (outcome == TaskOutcome.Completed && node.IsCancelled)
        {
            outcome = TaskOutcome.Cancelled;
        }

        SpawnRequest? again = outcome == TaskOutcome.Failed && node.Factory is { } factory
            ? new SpawnRequest(factory, node.Options) : null;
        bool isToRestart = node.IsToRestart;
        int order = node.Order;
        TaskNode? parent = ParentOf(node);
        if (parent is null)
        {
            IsEnding = true;
            return null;
        }

        uint generation = parent.Generation;
        _tree.Unlink(node.Slot);
        FreeNode(node);
        TellEnded(work, id, outcome);
        Tell(parent, id, outcome, error);
        if (parent.Generation != generation || parent.State == TaskState.Gone)
        {
            // It failed when it was told, and has ended: its place may be another's already.
            return null;
        }

        if (isToRestart)
        {
            // One of several that are started again together, when the last of them has ended.
            if (--parent.Restarting == 0)
            {
                StartAgain(parent);
            }
        }
        else if (again is not null)
        {
            Restart(parent, again, order);
        }

        return parent.State == TaskState.Ending && _tree.FirstChildOf(parent.Slot) == TaskTree.None ? parent : null;
    }

    // Of its own, for a text that is put together is memory to be cleared by each call of the method that it is in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellFailed(TaskNode node, Exception error)
    {
        (node.Work as AsyncStep)?.Blame(error);
        LogFailure($"task {IdOf(node)}{NameOf(node)} failed", error);
    }

    private void TellEnded(Work work, TaskId id, TaskOutcome outcome)
    {
        try
        {
            work.OnEnded(outcome);
        }
        catch (Exception thrown)
        {
            LogFailure($"task {id} failed when it was told of its end", thrown);
        }
    }

    private void Tell(TaskNode parent, TaskId child, TaskOutcome outcome, Exception? error)
    {
        if (!parent.IsToldOfChildren || parent.State == TaskState.Ending)
        {
            return;
        }

        _running = parent.Slot;
        try
        {
            parent.Work!.OnChildEnded(new TaskContext(this), child, outcome, error);
        }
        catch (Exception thrown)
        {
            _running = TaskTree.None;
            Fail(parent, thrown);
            return;
        }

        _running = TaskTree.None;

        Happen(parent, Awaited.Wake);
    }

    // A child that was made by a factory has failed.
    private void Restart(TaskNode parent, SpawnRequest request, int order)
    {
        Supervision supervision = parent.Options.Supervision;
        if (supervision.Strategy == RestartStrategy.None || parent.IsCancelled || parent.State == TaskState.Ending)
        {
            return;
        }

        if (!MayRestart(parent, supervision))
        {
            Fail(parent, new RestartLimitException(
                $"Task {IdOf(parent)}{NameOf(parent)} has started children again {supervision.Intensity} times "
                + $"within {supervision.Window / 1_000_000} ms, as often as it is allowed."));
            return;
        }

        // Others may be on their way to be started again already: this one joins them.
        parent.ToRestart ??= [];
        parent.ToRestart.Add((order, request));
        if (supervision.Strategy == RestartStrategy.OneForAll)
        {
            for (TaskNode? child = FirstChildOf(parent); child is not null; child = NextOf(child))
            {
                if (child is { Factory: { } factory, IsToRestart: false })
                {
                    parent.ToRestart.Add((child.Order, new SpawnRequest(factory, child.Options)));
                    child.IsToRestart = true;
                    parent.Restarting++;
                    Cancel(child);
                }
            }
        }

        if (parent.Restarting == 0)
        {
            StartAgain(parent);
        }
    }

    private void StartAgain(TaskNode parent)
    {
        if (parent.ToRestart is not { } requests || parent.State == TaskState.Ending)
        {
            return;
        }

        parent.ToRestart = null;
        try
        {
            foreach ((int order, SpawnRequest request) in requests.OrderBy(pair => pair.Order))
            {
                TaskId task = Spawn(parent, request.Factory(), request.Factory, request.Options);
                _nodes[task.Slot].Order = order;
            }
        }
        catch (Exception error)
        {
            Fail(parent, error);
        }
    }

    private bool MayRestart(TaskNode parent, Supervision supervision)
    {
        parent.Restarts ??= new Queue<long>();
        long now = Now;
        while (parent.Restarts.TryPeek(out long oldest) && now - oldest > supervision.Window)
        {
            parent.Restarts.Dequeue();
        }

        if (parent.Restarts.Count >= supervision.Intensity)
        {
            return false;
        }

        parent.Restarts.Enqueue(now);
        return true;
    }

    // Ends a task that does not run by an exception that is not its own.
    private void Fail(TaskNode node, Exception error)
    {
        if (node == _root)
        {
            // It serves the whole core, and its children are not each other's business.
            LogFailure("the root goes on after", error);
            return;
        }

        node.Error ??= error;
        if (node.Work is AsyncStep { IsDone: false })
        {
            // It cleans up first, as one that is cancelled, and what it waits for outside will still call back.
            if (!node.IsCancelled)
            {
                Cancel(node);
            }

            return;
        }

        if (node.State == TaskState.Ready)
        {
            Unready(node);
        }

        node.Outcome = TaskOutcome.Failed;
        End(node);
    }

    /// <summary>A task's name in a sentence; empty when it has none.</summary>
    /// <param name="node">The task.</param>
    internal static string NameOf(TaskNode node) => node.Options.Name is { } name ? $" '{name}'" : "";
}
