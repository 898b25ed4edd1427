using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <content>Queues that other threads fill: tasks wait at several at once, or have observers told.</content>
internal sealed partial class World
{
    private const int MostLinks = 3;
    private const int MostMessages = 6;
    private const int MostSleepsToLeave = 1_000;

    /// <summary>Queues that are observed.</summary>
    public Account Observations { get; } = new("observations");

    // A queue into which another thread puts numbers, and which it completes.
    private Link<long, Vec<long>> Fill(out long count)
    {
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = 8 });
        count = Random.Next(MostMessages + 1);
        for (long number = 0; number < count; number++)
        {
            long value = _faults.SwapsMessages ? number ^ 1 : number;
            if (!_faults.LosesMessages || number % 2 == 0)
            {
                Owed.Enqueue(() => link.Writer.Publish(value));
            }
        }

        if (!_faults.LeavesQueuesOpen)
        {
            Owed.Enqueue(() => link.Writer.Complete());
        }

        return link;
    }

    private async ReactorTask WaitAtEnds(TaskContext context)
    {
        Incoming[] all = new Incoming[1 + Random.Next(MostLinks)];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new Incoming(this, Fill(out long count), count);
        }

        Streams.Begin();
        bool isCancelled = false;
        bool isToBeCancelled = Random.Next(8) == 0 && TryCancelLater(context);
        Link<long, Vec<long>> silent = new(new QueueOptions { Capacity = 2 });
        using (TaskEnds ends = TaskEnds.Create(
            context.Reactor, [.. all.Select(incoming => incoming.Reader), silent.Reader]))
        {
            // Nothing ever comes of the silent one: a task that is to be cancelled waits at it alone.
            ends.Await(all.Length, isToBeCancelled);
            int count = isToBeCancelled ? 0 : all.Length;
            for (int waits = 1 + Random.Next(MostMessages); waits > 0 && (Await(ends, all, 0, count) || isToBeCancelled); waits--)
            {
                isCancelled |= await WaitOnce(ends);
                Array.ForEach(all, incoming => incoming.ReadSome());
                if (isCancelled)
                {
                    // For another than before.
                    ends.Await(all.Length, false);
                    while (Await(ends, all, all.Length - 1, all.Length))
                    {
                        await ends.Ready();
                        all[^1].ReadSome();
                    }

                    break;
                }
            }
        }

        // The ends can be used otherwise now.
        foreach (Incoming incoming in all)
        {
            using TaskReader<long> reader = TaskReader<long>.Create(context.Reactor, incoming.Reader);
            while (!incoming.Reader.IsCompleted)
            {
                try
                {
                    await reader.Ready();
                }
                catch (OperationCanceledException)
                {
                    isCancelled = true;
                }

                incoming.ReadSome();
            }

            incoming.RequireAll();
        }

        Streams.Finish();
        if (isCancelled)
        {
            throw new OperationCanceledException();
        }
    }

    private static async ReactorTask<bool> WaitOnce(TaskEnds ends)
    {
        try
        {
            await ends.Ready();
            return false;
        }
        catch (OperationCanceledException)
        {
            // What waits is told once, and cleans up.
            return true;
        }
    }

    // Has the task cancelled in a while, if there is a place for the one who does it.
    private bool TryCancelLater(TaskContext context)
    {
        try
        {
            context.Spawn(CancelLater(context, context.Id), Terms());
            return true;
        }
        catch (TaskLimitException)
        {
            Note(context.Id.Core, Act.WaitAtEnds, -1);
            return false;
        }
    }

    private async ReactorTask CancelLater(TaskContext context, TaskId task)
    {
        await context.Sleep(1 + Random.NextInt64(100_000));
        context.Reactor.Cancel(task);
    }

    // Waits for some of the ends from now on, but for those that are over, which would always be ready.
    private static bool Await(TaskEnds ends, Incoming[] all, int first, int end)
    {
        bool isAny = false;
        for (int i = 0; i < all.Length; i++)
        {
            bool isAwaited = i >= first && i < end && !all[i].Reader.IsCompleted;
            ends.Await(i, isAwaited);
            isAny |= isAwaited;
        }

        return isAny;
    }

    private async ReactorTask Observe(TaskContext context)
    {
        Incoming incoming = new(this, Fill(out long count), count);
        QueueObservable<long> observable = new(context.Reactor, incoming.Reader);
        Observations.Begin();
        ISubscription? subscription = null;
        try
        {
            for (int others = Random.Next(3); others > 0; others--)
            {
                subscription = await Subscribe(context, observable, new Observer(incoming), Random.Next(3));
                for (int turns = Random.Next(4); turns > 0; turns--)
                {
                    Spend();
                    await context.Yield();
                    subscription.Request(1);
                }

                if (!_faults.KeepsObserving)
                {
                    subscription.Dispose();
                }
            }

            Observer last = new(incoming);
            subscription = await Subscribe(context, observable, last, 1 + Random.Next(3));
            subscription.Request(long.MaxValue);
            if (await last.End is null)
            {
                incoming.RequireAll();
            }
        }
        catch (OperationCanceledException)
        {
            subscription?.Dispose();
            Observations.Abandon();
            throw;
        }

        Observations.Finish();
    }

    private async ReactorTask<ISubscription> Subscribe(
        TaskContext context, QueueObservable<long> observable, Observer observer, long asked)
    {
        // The one before is gone when its task has had its turn. This one sleeps, as that may have a lower priority.
        for (int sleeps = 0; ; sleeps++)
        {
            try
            {
                return observable.Subscribe(observer, asked);
            }
            catch (InvalidOperationException)
            {
                if (sleeps == MostSleepsToLeave)
                {
                    Accuse("a queue is observed still, long after its observer has left");
                }

                Spend();
            }

            await context.Sleep(Random.NextInt64(10_000));
        }
    }
}
