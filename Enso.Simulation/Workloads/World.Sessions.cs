using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

// Amounts are added, one by one; in the end comes the sum.
using Adding = Loop<Choose<Send<long, Continue>, Receive<long, End>>>;

/// <content>Sessions with processes that fail and are started again meanwhile.</content>
internal sealed partial class World
{
    private const int MostAmounts = 6;

    /// <summary>Sessions with processes.</summary>
    public Account Conversations { get; } = new("sessions");

    private async ReactorTask Converse(TaskContext context)
    {
        SessionProcess<Adding, World> process = new(
            context.Reactor.Cluster,
            () => Random.Next(4) == 0 ? throw new WorkloadFailure() : this,
            static async (context, world, session) =>
            {
                var open = session.Enter();
                for (long sum = 0; ;)
                {
                    world.Spend();
                    if ((await open.Offer()).IsLeft(out var more, out var last))
                    {
                        var (amount, next) = await more.Receive();
                        sum += amount > 0 || world._faults.MixesAnswers ? amount : throw new WorkloadFailure();
                        open = next.Repeat();
                    }
                    else
                    {
                        (await last.Send(world._faults.MixesAnswers ? sum + 1 : sum)).Close();
                        return;
                    }
                }
            },
            new SessionProcessOptions { Capacity = 1 << Random.Next(3), Sessions = 1 + Random.Next(3), Waiting = 1 << Random.Next(2) });
        Keeper keeper = new(process.Incarnate);
        TaskId task = await Keep(context, keeper);
        if (task == TaskId.None)
        {
            return;
        }

        bool isCancelled = false;
        try
        {
            await ConverseSome(context, process.Port, keeper);
        }
        finally
        {
            isCancelled = await Deliver(context, new Message { Kind = MessageKind.Cancel, To = task.Core, Target = task });
        }

        if (isCancelled)
        {
            throw new OperationCanceledException();
        }
    }

    private async ReactorTask ConverseSome(TaskContext context, SessionPort<Adding> port, Keeper keeper)
    {
        // Before its first start a process keeps what comes, however long that takes.
        while (!keeper.HasStarted && !keeper.HasEnded)
        {
            await context.Sleep(1 + Random.NextInt64(10_000));
        }

        for (int count = 1 + Random.Next(3); count > 0 && keeper.HasStarted; count--)
        {
            await ConverseOnce(context, port);
        }
    }

    private async ReactorTask ConverseOnce(TaskContext context, SessionPort<Adding> port)
    {
        // At an amount of 0 the session fails.
        long[] amounts = [.. Enumerable.Range(0, Random.Next(MostAmounts)).Select(_ => Random.NextInt64(20))];
        Conversations.Begin();
        long sum;
        try
        {
            if (_faults.ForgetsSessions)
            {
                await port.Open(context);
                return;
            }

            sum = await port.Converse(context, amounts, static async (context, amounts, session) =>
            {
                var open = session.Enter();
                foreach (long amount in amounts)
                {
                    open = (await (await open.ChooseLeft()).Send(amount)).Repeat();
                }

                var (sum, end) = await (await open.ChooseRight()).Receive();
                end.Close();
                return sum;
            });
        }
        catch (OperationCanceledException)
        {
            Conversations.Abandon();
            throw;
        }
        catch (Exception error) when (error is ProcessEndedException or QueueCompletedException)
        {
            Conversations.Finish();
            return;
        }

        Conversations.Finish();
        if (sum != amounts.Sum() || amounts.Contains(0))
        {
            Accuse($"a session has added {string.Join(", ", amounts)} to {sum}");
        }
    }
}
