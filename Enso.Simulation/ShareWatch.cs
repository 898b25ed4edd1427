using Enso.Scheduler;

namespace Enso.Simulation;

/// <summary>Holds a discipline to the shares that it promises: while a task wants to run, each other one, or each other
/// group, uses no more than what its weight, the waiting one's debt and its own longest use allow.</summary>
/// <remarks>It sees tasks after each step of their core. Where several polls are in a step, or a task has ended in it,
/// it takes the most that may have been on the side of the one who waits, and the least on the side of the others.
/// What messages have run first was not the discipline's choice: waits begin anew then.</remarks>
/// <param name="promise">What is promised.</param>
internal sealed class ShareWatch(WaitPromise promise)
{
    private readonly Dictionary<int, Core> _cores = [];

    /// <summary>Looks at a core.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="tasks">All its tasks.</param>
    /// <param name="elapsed">How long its step took, in nanoseconds.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Look(Reactor reactor, IReadOnlyCollection<TaskView> tasks, long elapsed)
    {
        if (!_cores.TryGetValue(reactor.Core, out Core? core))
        {
            _cores.Add(reactor.Core, core = new Core());
        }

        long total = promise.IsOfTime ? elapsed : reactor.Polls - core.Polls;
        bool isChosen = reactor.Preferred == core.Preferred;
        (core.Polls, core.Preferred) = (reactor.Polls, reactor.Preferred);
        core.Longest = Math.Max(core.Longest, total);
        Measure(core, reactor, tasks, total, isChosen);

        string? wrong = null;
        Dictionary<TaskId, Seen> seen = [];
        foreach (TaskView task in tasks)
        {
            Wait? wait = null;
            if (task.State == TaskState.Ready)
            {
                core.Tasks.TryGetValue(task.Id, out Seen before);
                Share own = core.Shares[KeyOf(reactor, in task)];
                wait = before.Wait is { } begun && isChosen && before.Polls == task.Polls ? begun : Begin(core, own);
                wrong ??= Check(core, in task, own, wait);
            }

            seen.Add(task.Id, new Seen(UseOf(in task), task.Polls, wait));
        }

        core.Tasks = seen;
        return wrong;
    }

    // What each has used in the step.
    private void Measure(
        Core core, Reactor reactor, IReadOnlyCollection<TaskView> tasks, long total, bool isChosen)
    {
        foreach (Share share in core.Shares.Values)
        {
            (share.InStep, share.PollsInStep, share.Tasks) = (0, 0, 0);
        }

        long known = 0;
        foreach (TaskView task in tasks)
        {
            (long, uint) key = KeyOf(reactor, in task);
            if (!core.Shares.TryGetValue(key, out Share? share))
            {
                // Nobody knows what those before it have left owing at its place, at whatever weight.
                int weight = promise.IsByGroup ? 1 : reactor.TermsOf(task.Id).Weight;
                core.Shares.Add(key, share = new Share(weight) { Debt = core.Longest * weight, IsNew = true });
            }

            core.Tasks.TryGetValue(task.Id, out Seen before);
            long use = UseOf(in task) - before.Use;
            known += use;
            share.InStep += use;
            share.PollsInStep += task.Polls - before.Polls;
            share.Tasks++;
        }

        foreach (((long, uint) key, Share share) in core.Shares)
        {
            if (share.Tasks == 0 && !promise.IsByGroup)
            {
                core.Shares.Remove(key);
                continue;
            }

            // Of a group's tasks some may have ended in the step.
            long most = promise.IsByGroup ? total - known + share.InStep : share.InStep;
            share.Add(most, isChosen);
        }
    }

    private static Wait Begin(Core core, Share own) => new(
        own.Most, own.Debt, own.Polls, core.Shares.ToDictionary(share => share.Key, share => share.Value.Used));

    private string? Check(Core core, in TaskView task, Share own, Wait wait)
    {
        wait.Others = Math.Max(wait.Others, own.Tasks);
        long polls = own.Polls - wait.Polls;
        if (promise.IsByGroup && polls > (long)promise.Turns * (wait.Others + 1))
        {
            return $"task {task.Id} wants to run and starves: {polls} polls of others among the {wait.Others} of its group";
        }

        foreach (((long, uint) key, Share share) in core.Shares)
        {
            long used = share.Used - wait.Used.GetValueOrDefault(key);
            long claim = ((own.Most - wait.Most + wait.Debt) / own.Weight) + promise.Slack + 1;
            if (share != own && used > (share.Weight * claim) + share.Longest)
            {
                return $"task {task.Id} of weight {own.Weight} wants to run and starves: another {WhatUses} {used}, "
                    + $"and may use {(share.Weight * claim) + share.Longest} at weight {share.Weight}";
            }
        }

        return null;
    }

    private string WhatUses => $"{(promise.IsByGroup ? "group" : "task")} has used {(promise.IsOfTime ? "ns" : "polls")}";

    private long UseOf(in TaskView task) => promise.IsOfTime ? task.Ran : task.Polls;

    private (long Number, uint Generation) KeyOf(Reactor reactor, in TaskView task) =>
        promise.IsByGroup ? (reactor.TermsOf(task.Id).Group, 0) : (task.Id.Slot, task.Id.Generation);

    private sealed class Core
    {
        public Dictionary<(long Number, uint Generation), Share> Shares { get; } = [];

        public Dictionary<TaskId, Seen> Tasks { get; set; } = [];

        public long Polls { get; set; }

        public long Preferred { get; set; }

        // The most that was used in a step.
        public long Longest { get; set; }
    }

    // What a task or a group has used: at least, and at most; what it may owe, and the most in a step.
    private sealed class Share(int weight)
    {
        public int Weight => weight;

        public bool IsNew { get; set; }

        public int Tasks { get; set; }

        public long InStep { get; set; }

        public long PollsInStep { get; set; }

        public long Used { get; private set; }

        public long Most { get; private set; }

        public long Longest { get; private set; }

        public long Debt { get; set; }

        public long Polls { get; private set; }

        public void Add(long most, bool isChosen)
        {
            Used += InStep;
            Most += most;
            Polls += PollsInStep;
            Longest = Math.Max(Longest, most);

            // Whoever is chosen owes nothing before, and what it then uses after.
            Debt = !isChosen ? Debt + most
                : PollsInStep != 0 && !IsNew ? most
                : Math.Max(Debt, most);
            IsNew = false;
        }
    }

    // A task's wait: what had been used, and was owed, when it began.
    private sealed record Wait(
        long Most, long Debt, long Polls, Dictionary<(long Number, uint Generation), long> Used)
    {
        public int Others { get; set; }
    }

    private readonly record struct Seen(long Use, long Polls, Wait? Wait);
}
