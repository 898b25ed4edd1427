using Enso.Scheduler;

namespace Enso.Simulation;

/// <summary>Holds a discipline to what it promises those that wait: it looks at a core's tasks after each of the core's
/// steps.</summary>
/// <param name="promise">What is promised.</param>
internal sealed class WaitWatch(WaitPromise promise)
{
    private readonly Dictionary<TaskId, Wait> _waits = [];
    private readonly Dictionary<int, long> _preferred = [];
    private readonly ShareWatch _shares = new(promise);

    /// <summary>Looks at a core.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="tasks">All its tasks.</param>
    /// <param name="now">The time, in nanoseconds.</param>
    /// <param name="elapsed">How long the core's step took.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Look(Reactor reactor, IReadOnlyCollection<TaskView> tasks, long now, long elapsed)
    {
        if (promise == WaitPromise.None)
        {
            return null;
        }

        if (promise.IsByShare)
        {
            return _shares.Look(reactor, tasks, elapsed);
        }

        string? wrong = promise.IsByDeadline ? LookAtDeadlines(reactor, tasks) : null;
        foreach (TaskView task in tasks)
        {
            if (!HasWaited(in task, out Wait wait))
            {
                wait = new Wait(task.Polls, task.State == TaskState.Ready, now, ChosenOn(reactor), reactor.Tasks, false);
            }
            else if (promise.Turns != 0)
            {
                wrong ??= LookAtTurns(reactor, in task, ref wait);
            }
            else if (promise.Interval != 0)
            {
                wrong ??= LookAtAge(reactor, in task, ref wait, now);
            }

            _waits[task.Id] = wait;
        }

        return wrong;
    }

    // What messages have run first was not the discipline's choice.
    private static long ChosenOn(Reactor reactor) => reactor.Polls - reactor.Preferred;

    // Whether it has wanted to run since the core's last step, and all through this one.
    private bool HasWaited(in TaskView task, out Wait wait) =>
        _waits.TryGetValue(task.Id, out wait)
        && wait.IsReady && task.State == TaskState.Ready && wait.Polls == task.Polls;

    private string? LookAtTurns(Reactor reactor, in TaskView task, ref Wait wait)
    {
        // As many as there ever were meanwhile.
        wait = wait with { Others = Math.Max(wait.Others, reactor.Tasks) };
        long polls = ChosenOn(reactor) - wait.From;
        return polls <= (long)promise.Turns * (wait.Others + 1)
            ? null
            : $"task {task.Id} wants to run and starves: {polls} polls of others among {wait.Others} tasks";
    }

    private string? LookAtAge(Reactor reactor, in TaskView task, ref Wait wait, long now)
    {
        int priority = reactor.TermsOf(task.Id).Priority;
        if (!wait.IsOld)
        {
            // Others are counted from here on: they are ready now, as this one is.
            wait = now - wait.Since < priority * promise.Interval
                ? wait
                : wait with { IsOld = true, From = ChosenOn(reactor), Others = reactor.Ready - 1 };
            return null;
        }

        long polls = ChosenOn(reactor) - wait.From;
        return polls <= wait.Others
            ? null
            : $"task {task.Id} of priority {priority} wants to run and starves: {polls} polls of others "
                + $"since it has waited for {priority} intervals, when {wait.Others} others were ready";
    }

    private string? LookAtDeadlines(Reactor reactor, IReadOnlyCollection<TaskView> tasks)
    {
        long preferred = reactor.Preferred - _preferred.GetValueOrDefault(reactor.Core);
        _preferred[reactor.Core] = reactor.Preferred;
        long earliest = long.MaxValue;
        TaskId first = TaskId.None;
        foreach (TaskView task in tasks)
        {
            long deadline = reactor.TermsOf(task.Id).Deadline;
            if (deadline < earliest && HasWaited(in task, out _))
            {
                (earliest, first) = (deadline, task.Id);
            }
        }

        long polls = tasks.Where(task => reactor.TermsOf(task.Id).Deadline > earliest)
            .Sum(task => task.Polls - _waits.GetValueOrDefault(task.Id).Polls);
        return first == TaskId.None || polls <= preferred
            ? null
            : $"task {first} wants to run by {earliest} ns and starves: {polls} polls of others that are due later";
    }

    /// <summary>A task as it was after its core's last step.</summary>
    /// <param name="Polls">How often it was polled.</param>
    /// <param name="IsReady">Whether it wanted to run.</param>
    /// <param name="Since">When that was first seen.</param>
    /// <param name="From">How many polls the core's discipline had chosen when the count began.</param>
    /// <param name="Others">How many others there are to wait for.</param>
    /// <param name="IsOld">Whether it has waited for as long as its priority asks.</param>
    private readonly record struct Wait(long Polls, bool IsReady, long Since, long From, int Others, bool IsOld);
}
