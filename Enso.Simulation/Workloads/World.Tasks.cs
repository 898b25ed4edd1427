using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <content>What tasks do on their own core: they fork, sleep, fail, clean up.</content>
internal sealed partial class World
{
    private const int MostDepth = 4;
    private const int MostChildren = 4;
    private const long MostSleep = 200_000;

    /// <summary>A task that does some things by chance, with its children.</summary>
    /// <param name="context">The task.</param>
    /// <param name="depth">How many more generations there may be.</param>
    /// <param name="number">A number that its parent knows.</param>
    /// <returns>That number, if it does not fail.</returns>
    public async ReactorTask<long> Branch(TaskContext context, int depth, long number)
    {
        Tasks.Begin();
        int core = context.Id.Core;
        _known.Add(context.Id);
        Note(core, Act.Begin, context.Id.Slot, context.Id.Generation);
        try
        {
            for (int acts = 1 + Random.Next(6); acts > 0 && _left > 0; acts--)
            {
                _left--;
                await Do(context, depth);
            }
        }
        catch (Exception error) when (error is not (WorkloadFailure or OperationCanceledException))
        {
            Accuse($"task {context.Id} has failed, and not on purpose: {error}");
            throw;
        }
        finally
        {
            Tasks.Finish();
            Note(core, Act.End, context.Id.Slot, context.Id.Generation);
        }

        return number;
    }

    /// <summary>The same, for nobody to wait for.</summary>
    /// <param name="context">The task.</param>
    /// <param name="depth">How many more generations there may be.</param>
    public async ReactorTask Lone(TaskContext context, int depth) => await Branch(context, depth, 0);

    private async ReactorTask Do(TaskContext context, int depth)
    {
        Act act = (Act)Random.Next((int)Act.Begin);
        Note(context.Id.Core, act, context.Id.Slot, context.Id.Generation);
        Spend();
        switch (act)
        {
            case Act.Yield:
                await Yield(context);
                break;
            case Act.Sleep:
                await Sleep(context);
                break;
            case Act.Fork when depth > 0:
                await Fork(context, depth - 1);
                break;
            case Act.Spawn when depth > 0:
                Spawn(context, depth - 1);
                break;
            case Act.Execute:
                await Execute(context);
                break;
            case Act.SpawnOn:
                await SpawnOn(context);
                break;
            case Act.Tell:
                await Tell(context);
                break;
            case Act.Wake:
                await Wake(context);
                break;
            case Act.Outside:
                await CallOutside(context);
                break;
            case Act.Tick:
                await Tick(context);
                break;
            case Act.Cancel:
                await Cancel(context);
                break;
            case Act.Manage:
                await Manage(context);
                break;
            case Act.Propose:
                await Propose(context);
                break;
            case Act.Name:
                await HoldName(context);
                break;
            case Act.Publish:
                await Publish(context);
                break;
            case Act.Ask:
                await Ask(context);
                break;
            case Act.AskProcess:
                await AskProcess(context);
                break;
            case Act.WaitAtEnds:
                await WaitAtEnds(context);
                break;
            case Act.Observe:
                await Observe(context);
                break;
            case Act.Converse:
                await Converse(context);
                break;
            case Act.Balance:
                await Balance(context);
                break;
            case Act.Compute:
                _clock.Spend(Random.NextInt64(_options.Reactors.PollBudget * 2));
                break;
            case Act.Fail when depth < MostDepth && Random.Next(2) == 0:
                throw new WorkloadFailure();
        }
    }

    private async ReactorTask Yield(TaskContext context)
    {
        for (int times = Random.Next(100); times > 0; times--)
        {
            Spend();
            await context.Yield();
        }
    }

    private async ReactorTask Sleep(TaskContext context)
    {
        long due = context.Reactor.Now + Random.NextInt64(MostSleep);
        long slack = Random.Next(2) == 0 ? 0 : Random.NextInt64(MostSleep / 4);
        Sleeps.Begin();
        try
        {
            await context.Until(due, slack);
        }
        catch (OperationCanceledException)
        {
            Sleeps.Abandon();
            throw;
        }

        Sleeps.Finish();
        if (context.Reactor.Now < due)
        {
            Accuse($"a sleep until {due} ns was over at {context.Reactor.Now} ns");
        }
    }

    private void Spawn(TaskContext context, int depth)
    {
        try
        {
            TaskId child = context.Spawn(Lone(context, depth), Terms());
            if (Random.Next(4) == 0)
            {
                context.Reactor.Cancel(child);
            }
        }
        catch (TaskLimitException)
        {
            // The core is full: that is what the exception is for.
            Note(context.Id.Core, Act.Spawn, -1);
        }
    }

    private async ReactorTask Fork(TaskContext context, int depth)
    {
        List<(long Number, ReactorTask<long> Call)> children = [];
        try
        {
            for (int count = 1 + Random.Next(MostChildren); count > 0; count--)
            {
                long number = Forks.Begun;
                children.Add((number, context.Fork(Branch(context, depth, number), Terms())));
                Forks.Begin();
            }
        }
        catch (TaskLimitException)
        {
            // The core is full: there are fewer children.
            Note(context.Id.Core, Act.Fork, -1);
        }

        int joined = 0;
        try
        {
            for (; joined < children.Count; joined++)
            {
                await Join(children[joined].Call, children[joined].Number);
            }
        }
        catch (OperationCanceledException)
        {
            // Cancelled while it waited, and told of it once: it still waits for all, as one does who cleans up.
            for (; joined < children.Count; joined++)
            {
                await Join(children[joined].Call, children[joined].Number);
            }

            throw;
        }
    }

    private async ReactorTask Join(ReactorTask<long> call, long number)
    {
        long result;
        try
        {
            result = await call;
        }
        catch (WorkloadFailure)
        {
            Forks.Finish();
            return;
        }
        catch (OperationCanceledException)
        {
            if (!IsOver(call))
            {
                // The one who waits was cancelled, and the child is there still.
                throw;
            }

            Forks.Abandon();
            return;
        }
        catch (InvalidOperationException error)
        {
            Accuse($"a fork ended by {error.Message}");
            Forks.Abandon();
            return;
        }

        Forks.Finish();
        if (result != number)
        {
            Accuse($"fork {number} has the result {result}");
        }
    }

    private static bool IsOver(ReactorTask<long> call)
    {
        try
        {
            _ = call.Step();
            return false;
        }
        catch (InvalidOperationException)
        {
            // It is somebody else's by now.
            return true;
        }
    }

    private async ReactorTask Tick(TaskContext context)
    {
        Intervals.Begin();
        Reactor reactor = context.Reactor;
        long interval = 1_000 + Random.NextInt64(20_000);
        long first = reactor.Now + Random.NextInt64(20_000);
        int ticks = 1 + Random.Next(5);
        TimerHandle timer = reactor.WakeAt(context.Id, first, interval, Random.NextInt64(2_000));
        try
        {
            while (reactor.Now < first + ((ticks - 1) * interval))
            {
                await context.Woken();
            }
        }
        finally
        {
            if (!reactor.CancelTimer(timer))
            {
                Accuse("an interval timer is gone before it was cancelled");
            }

            Intervals.Finish();
        }
    }

    private async ReactorTask CallOutside(TaskContext context)
    {
        Calls.Begin();
        OutsideCall call = new();
        Owed.Enqueue(call.Complete);
        await call;
        Calls.Finish();
        if (!call.IsCompleted)
        {
            Accuse("a task went on before what it waited for outside had come");
        }
    }
}
