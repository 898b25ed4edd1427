using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <content>Numbers that are spread over all cores and come back, while their buckets move and cores' parts
/// fail.</content>
internal sealed partial class World
{
    private const int MostNumbers = 40;
    private const int BucketCount = 8;

    /// <summary>Those who hand out to balancers, and those who take what comes out.</summary>
    public Account Balances { get; } = new("ends of balancers");

    private async ReactorTask Balance(TaskContext context)
    {
        long count = Random.Next(MostNumbers);
        Balancer<int, long, Sorting> balancer = new(
            Cores,
            new Sorting(this, Random.Next(3) == 0 ? Random.NextInt64(MostNumbers) : long.MaxValue),
            new BalancerOptions
            {
                Buckets = BucketCount, Polls = [2, 1], Capacity = 2 << Random.Next(3), Held = 1 + Random.Next(4), Batch = 4,
            });
        List<TaskId> parts = [];
        bool isWhole = false;
        bool isCancelled = false;
        try
        {
            isWhole = await StartParts(context, balancer, parts) && TryStartTaking(context, balancer, count);
            if (isWhole)
            {
                await Hand(context, balancer, count);
            }
        }
        catch (OperationCanceledException)
        {
            isCancelled = true;
        }

        // Where one is missing or nothing more is handed out, the others would wait for ever.
        foreach (TaskId part in isWhole && !isCancelled ? [] : parts)
        {
            isCancelled |= await Deliver(context, new Message { Kind = MessageKind.Cancel, To = part.Core, Target = part });
        }

        if (isCancelled)
        {
            throw new OperationCanceledException();
        }
    }

    private async ReactorTask<bool> StartParts(
        TaskContext context, Balancer<int, long, Sorting> balancer, List<TaskId> parts)
    {
        for (int core = 0; core < Cores; core++)
        {
            Requests.Begin();
            try
            {
                TaskId part = await context.SpawnOn(core, balancer.Incarnate, Terms());
                parts.Add(part);
                _known.Add(part);
            }
            catch (OperationCanceledException)
            {
                Requests.Abandon();
                throw;
            }
            catch (RemoteException error) when (error.InnerException is TaskLimitException || IsHalted(error))
            {
                Requests.Finish();
                return false;
            }

            Requests.Finish();
        }

        return true;
    }

    private bool TryStartTaking(TaskContext context, Balancer<int, long, Sorting> balancer, long count)
    {
        try
        {
            context.Spawn(TakeBalanced(context, balancer, count), Terms());
            return true;
        }
        catch (TaskLimitException)
        {
            Note(context.Id.Core, Act.Balance, -1);
            return false;
        }
    }

    private async ReactorTask Hand(TaskContext context, Balancer<int, long, Sorting> balancer, long count)
    {
        Balances.Begin();
        try
        {
            for (long number = 0; number < count; number++)
            {
                Spend();
                await balancer.Hand(context, number);
                if (Random.Next(4) == 0)
                {
                    balancer.TryMove(Random.Next(BucketCount), AnyCore());
                }
            }

            if (!_faults.LeavesBalancersOpen)
            {
                balancer.Complete();
            }

            Balances.Finish();
        }
        catch (QueueCompletedException)
        {
            // A part has failed, or was cancelled.
            Balances.Finish();
        }
        catch (OperationCanceledException)
        {
            Balances.Abandon();
            throw;
        }
    }

    private async ReactorTask TakeBalanced(TaskContext context, Balancer<int, long, Sorting> balancer, long count)
    {
        Balances.Begin();
        long[] last = new long[Sorting.Keys];
        Array.Fill(last, -1);
        long taken = 0;
        try
        {
            while (await TakeSome(context, balancer, number =>
            {
                taken++;
                if (number <= last[number % Sorting.Keys])
                {
                    Accuse($"a balancer has given {number} after {last[number % Sorting.Keys]}, of the same key");
                }

                last[number % Sorting.Keys] = number;
            }))
            {
            }

            Balances.Finish();
            if (taken != count)
            {
                Accuse($"a balancer was handed {count} numbers, of which {taken} came out");
            }
        }
        catch (QueueCompletedException)
        {
            Balances.Finish();
        }
        catch (OperationCanceledException)
        {
            Balances.Abandon();
            throw;
        }
    }

    // Takes until there is nothing more, or for a while, and then opens the way out anew.
    private async ReactorTask<bool> TakeSome(
        TaskContext context, Balancer<int, long, Sorting> balancer, Action<long> take)
    {
        using BalancerOutput<long> output = balancer.Open(context.Reactor);
        do
        {
            Spend();
            while (output.TryNext(out long number, out _))
            {
                take(_faults.SwapsMessages ? number ^ Sorting.Keys : number);
                if (_faults.LosesMessages)
                {
                    output.TryNext(out _, out _);
                }

                if (Random.Next(10) == 0)
                {
                    return true;
                }
            }
        }
        while (await output.Wait());
        return false;
    }
}
