using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <content>What tasks do with other cores.</content>
internal sealed partial class World
{
    private async ReactorTask Execute(TaskContext context)
    {
        int core = AnyCore();
        bool isRefused = Random.Next(5) == 0;
        int ran = 0;
        Requests.Begin();
        try
        {
            await context.ExecuteOn(core, reactor =>
            {
                ran++;
                if (reactor.Core != core)
                {
                    Accuse($"core {reactor.Core} runs what was for core {core}");
                }

                if (isRefused)
                {
                    throw new WorkloadFailure();
                }
            });
        }
        catch (OperationCanceledException)
        {
            Requests.Abandon();
            throw;
        }
        catch (RemoteException error) when (IsHalted(error))
        {
            if (ran != 0)
            {
                Accuse($"core {core} has halted without an answer to a request that it ran");
            }

            Requests.Finish();
            return;
        }
        catch (RemoteException) when (isRefused)
        {
            isRefused = false;
        }

        Requests.Finish();
        if (ran != 1 || isRefused)
        {
            Accuse($"core {core} has answered a request that it ran {ran} times");
        }
    }

    // Cores halt only when all are asked to.
    private bool IsHalted(RemoteException error) => IsHalting && error.InnerException is CoreHaltedException;

    private async ReactorTask SpawnOn(TaskContext context)
    {
        int core = AnyCore();
        RestartStrategy strategy = (RestartStrategy)Random.Next(3);
        TaskOptions options = Terms() with
        {
            Supervision = new Supervision
            {
                Strategy = strategy, Intensity = Random.Next(6), Window = 1 + Random.NextInt64(1_000_000),
            },
        };
        Requests.Begin();
        try
        {
            TaskId task = await context.SpawnOn(core, () => new Supervisor(this, strategy), options);
            _known.Add(task);
        }
        catch (OperationCanceledException)
        {
            Requests.Abandon();
            throw;
        }
        catch (RemoteException error) when (error.InnerException is TaskLimitException || IsHalted(error))
        {
            // The core is full, or is no more.
            Note(core, Act.SpawnOn, -1);
        }

        Requests.Finish();
    }

    private async ReactorTask Tell(TaskContext context)
    {
        int from = context.Id.Core;
        for (int count = Random.Next(12); count > 0; count--)
        {
            int to = AnyCore();
            while (!context.Reactor.TrySend(
                new Message { Kind = MessageKind.User, To = to, Target = _listeners[to], Value = _told[from, to] }))
            {
                if (_faults.DropsWhenFull)
                {
                    break;
                }

                Spend();
                await context.Yield();
            }

            _told[from, to]++;
        }
    }

    private async ReactorTask Wake(TaskContext context)
    {
        int core = AnyCore();
        int tokens = 1 + Random.Next(4);
        Purse purse = new(Tokens);
        TaskId waiter;
        Requests.Begin();
        try
        {
            waiter = await context.SpawnOn(core, () => new Waiter(this, purse, tokens), Terms());
        }
        catch (OperationCanceledException)
        {
            Requests.Abandon();
            throw;
        }
        catch (RemoteException error) when (error.InnerException is TaskLimitException || IsHalted(error))
        {
            Requests.Finish();
            return;
        }

        Requests.Finish();
        bool isCancelled = false;
        for (int given = 0; given < tokens; given++)
        {
            purse.Give();
            isCancelled |= await Deliver(
                context, new Message { Kind = MessageKind.Wake, To = waiter.Core, Target = waiter });
        }

        if (isCancelled)
        {
            throw new OperationCanceledException();
        }
    }

    // Sends it whatever happens, as somebody would wait for it forever; says whether the task was cancelled meanwhile.
    private async ReactorTask<bool> Deliver(TaskContext context, Message message)
    {
        bool isCancelled = false;
        while (!context.Reactor.TrySend(message))
        {
            Spend();
            try
            {
                await context.Yield();
            }
            catch (OperationCanceledException)
            {
                isCancelled = true;
            }
        }

        return isCancelled;
    }

    private async ReactorTask Cancel(TaskContext context)
    {
        TaskId task = _known[Random.Next(_known.Count)];
        if (task.Core == context.Id.Core && Random.Next(2) == 0)
        {
            context.Reactor.Cancel(task);
            return;
        }

        await context.Send(new Message { Kind = MessageKind.Cancel, To = task.Core, Target = task });
    }

    private async ReactorTask Manage(TaskContext context)
    {
        TaskId task = _known[Random.Next(_known.Count)];
        await context.Send(Random.Next(3) switch
        {
            0 => new Message { Kind = MessageKind.Select, To = task.Core, Target = task },
            1 => new Message { Kind = MessageKind.Print, To = task.Core, Payload = "printed" },
            _ => new Message
            {
                Kind = MessageKind.SetQuanta,
                To = task.Core,
                Payload = new Quanta { Tasks = 1 + Random.Next(32), Bus = 1 + Random.Next(32), Timers = 1 + Random.Next(8) },
            },
        });
    }

    private async ReactorTask Publish(TaskContext context)
    {
        int core = AnyCore();
        int number = -1;
        Publication<long> publication = new("numbers", new QueueOptions { Capacity = 4, MaximumReaders = 4 });
        Requests.Begin();
        try
        {
            number = await context.PublishOn(core, publication);
        }
        catch (OperationCanceledException)
        {
            Requests.Abandon();
            throw;
        }
        catch (RemoteException error) when (IsHalted(error))
        {
            Requests.Finish();
            return;
        }

        Requests.Finish();
        Reader<long, Vec<long>> reader;
        Requests.Begin();
        try
        {
            reader = await context.SubscribeTo<long>(core, number);
        }
        catch (OperationCanceledException)
        {
            Requests.Abandon();
            throw;
        }
        catch (RemoteException error) when (IsHalted(error))
        {
            Requests.Finish();
            return;
        }

        Requests.Finish();
        await ReadWhileWritten(context, publication, reader);
    }

    private async ReactorTask ReadWhileWritten(
        TaskContext context, Publication<long> publication, Reader<long, Vec<long>> reader)
    {
        long last = 1 + Random.Next(20);
        Streams.Begin();
        try
        {
            bool isForked = true;
            try
            {
                context.Spawn(Write(context, publication, last), Terms());
            }
            catch (TaskLimitException)
            {
                isForked = false;
            }

            for (long next = 0; isForked && next < last;)
            {
                if (reader.TryNext(out long value))
                {
                    if (value != next++)
                    {
                        Accuse($"a queue's reader has {value} and waits for {next - 1}");
                    }
                }
                else
                {
                    // It sleeps, as the writer may have a lower priority.
                    Spend();
                    await context.Sleep(Random.NextInt64(10_000));
                }
            }
        }
        finally
        {
            reader.Dispose();
            Streams.Finish();
        }
    }

    private async ReactorTask Write(TaskContext context, Publication<long> publication, long last)
    {
        Streams.Begin();
        try
        {
            for (long next = 0; next < last;)
            {
                Spend();
                next += publication.Writer.TryPublish(next) ? 1 : 0;
                await context.Sleep(Random.NextInt64(10_000));
            }
        }
        finally
        {
            Streams.Finish();
        }
    }
}
