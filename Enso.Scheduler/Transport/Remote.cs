using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>What a task asks other cores for. A full ring holds the task up until there is room; it lets others run meanwhile.
/// </summary>
public static class Remote
{
    /// <summary>Sends a message that nobody answers.</summary>
    /// <param name="context">The task.</param>
    /// <param name="message">The message.</param>
    public static async ReactorTask Send(this TaskContext context, Message message)
    {
        while (!context.Reactor.TrySend(message))
        {
            await context.Yield();
        }
    }

    /// <summary>Sends a message and waits for the answer.</summary>
    /// <param name="context">The task.</param>
    /// <param name="message">The message.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">Messages of its kind are not answered: they are sent.</exception>
    /// <exception cref="RemoteException">The other core refused; its reason is inside, a
    /// <see cref="CoreHaltedException"/> when it has halted.</exception>
    public static async ReactorTask<Message> Request(this TaskContext context, Message message)
    {
        if (!Reactor.IsAnswered(message.Kind))
        {
            throw new ArgumentException(
                $"Nobody answers {message.Kind}: send it. {MessageKind.Spawn}, {MessageKind.Publish}, "
                + $"{MessageKind.Subscribe} and {MessageKind.Execute} are answered.",
                nameof(message));
        }

        Reactor reactor = context.Reactor;
        message.Sender = context.Id;
        message.Detail = reactor.BeginRequest(message.To);
        while (!reactor.TrySend(message))
        {
            await context.Yield();
        }

        Message answer = await new ReplyAwaiter(reactor);
        return answer.Value >= 0
            ? answer
            : throw new RemoteException(
                $"Core {answer.From} refused {message.Kind}: {(answer.Payload as Exception)?.Message}",
                answer.Payload as Exception);
    }

    /// <summary>Starts a task on a core, under its root.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="core">The core.</param>
    /// <param name="factory">Makes the work, there.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The task.</returns>
    /// <exception cref="RemoteException">The core has as many tasks as it was made for.</exception>
    public static async ReactorTask<TaskId> SpawnOn(
        this TaskContext context, int core, Func<Work> factory, TaskOptions? options = null)
    {
        Message answer = await context.Request(new Message
        {
            Kind = MessageKind.Spawn,
            To = core,
            Payload = new SpawnRequest(factory, options ?? TaskOptions.Default),
        });
        return answer.Sender;
    }

    /// <summary>Runs something in place on a core.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="core">The core.</param>
    /// <param name="action">What; it must be short.</param>
    /// <exception cref="RemoteException">It has thrown.</exception>
    public static async ReactorTask ExecuteOn(this TaskContext context, int core, Action<Reactor> action) =>
        _ = await context.Request(new Message { Kind = MessageKind.Execute, To = core, Payload = action });

    /// <summary>Makes a queue on a core that others can subscribe to.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="core">The core.</param>
    /// <param name="publication">The queue.</param>
    /// <returns>Its number there.</returns>
    public static async ReactorTask<int> PublishOn(this TaskContext context, int core, IPublication publication)
    {
        Message answer = await context.Request(
            new Message { Kind = MessageKind.Publish, To = core, Payload = publication });
        return (int)answer.Value;
    }

    /// <summary>Adds a reader to a queue of a core: a cursor on the owner's ring.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="context">The task that asks.</param>
    /// <param name="core">The core.</param>
    /// <param name="number">The queue's number there.</param>
    /// <returns>The reader.</returns>
    /// <exception cref="RemoteException">There is no such queue, its messages are of another type, or it has as many readers as
    /// it was made for.</exception>
    public static async ReactorTask<Reader<T, Vec<T>>> SubscribeTo<T>(this TaskContext context, int core, int number)
    {
        Message answer = await context.Request(
            new Message { Kind = MessageKind.Subscribe, To = core, Value = number });
        if (answer.Payload is Reader<T, Vec<T>> reader)
        {
            return reader;
        }

        (answer.Payload as IDisposable)?.Dispose();
        throw new RemoteException(
            $"Queue {number} of core {core} has readers of {answer.Payload?.GetType()}, and not of {typeof(T)}.", null);
    }
}
