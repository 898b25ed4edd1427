using System.Runtime.CompilerServices;
using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Where messages for a process go. It is bounded and made in full beforehand: messages lie in it where they
/// were put until the process has taken them, and sending allocates nothing.</summary>
/// <remarks>Each core has an end of its own; threads that run no reactor share one. A message does not go over the
/// bus, which every core reads: it goes straight into the mailbox, and the process's core is told that there is
/// something, once for many messages.</remarks>
/// <typeparam name="TMessage">The messages' type.</typeparam>
public sealed class Mailbox<TMessage> : IPosted
{
    private readonly Cluster _cluster;
    private readonly Subscriber<TMessage, Vec<TMessage>> _queue;
    private readonly Reader<TMessage, Vec<TMessage>> _reader;

    // One for each core, and the last for all other threads, which hold the lock.
    private readonly IQueueWriter<TMessage>[] _ends;
    private readonly Lock _outside = new();

    // Those who wait for room.
    private WaitList _senders;

    // The core of the process, from its first start on.
    private Reactor? _reactor;
    private int _isPosted;
    private bool _isClosed;

    // The core's: the task that runs it, and how many are made and have not ended.
    private TaskId _task;
    private int _incarnations;

    internal Mailbox(Cluster cluster, int capacity)
    {
        _cluster = cluster;
        _queue = new Subscriber<TMessage, Vec<TMessage>>(
            new QueueOptions { Capacity = capacity, FullPolicy = FullPolicy.Reject });
        _reader = _queue.Reader;
        _ends = new IQueueWriter<TMessage>[cluster.Cores + 1];
        for (int i = 0; i < _ends.Length; i++)
        {
            _ends[i] = _queue.Link();
        }
    }

    /// <summary>How many messages wait.</summary>
    public long Depth => _reader.Depth;

    /// <summary>Whether its process has ended, and was not started again.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>How many messages were discarded because the process had ended.</summary>
    public long Discarded { get; private set; }

    /// <summary>What can be seen of the queue: among others, how many messages were turned away.</summary>
    public QueueProperties Properties => _queue.Properties;

    /// <inheritdoc/>
    IPosted? IPosted.Next { get; set; }

    /// <summary>Sends a message if there is room; from any thread.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether there was; false also when the process has ended (<see cref="IsClosed"/>).</returns>
    public bool TrySend(in TMessage message)
    {
        if (IsClosed)
        {
            return false;
        }

        Reactor? here = Reactor.OfThread;
        if (here is not null && here.Cluster == _cluster)
        {
            if (!_ends[here.Core].TryPublish(message))
            {
                return false;
            }
        }
        else
        {
            lock (_outside)
            {
                if (!_ends[^1].TryPublish(message))
                {
                    return false;
                }
            }
        }

        Tell();
        return true;
    }

    /// <summary>Sends a message; waits for room, in which others run.</summary>
    /// <param name="context">The task that sends.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ProcessEndedException">The process has ended.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask Send(TaskContext context, TMessage message)
    {
        while (!TrySend(in message))
        {
            if (IsClosed)
            {
                throw Ended();
            }

            await new RoomAwaiter<TMessage>(this, context.Reactor);
        }
    }

    /// <summary>Sends a request, and waits for its answer.</summary>
    /// <typeparam name="TReply">The answer's type.</typeparam>
    /// <typeparam name="TArgument">The question's type.</typeparam>
    /// <param name="context">The task that asks.</param>
    /// <param name="argument">The question.</param>
    /// <param name="make">Makes the message of the question and where the answer goes; <c>static</c>, it allocates
    /// nothing.
    /// </param>
    /// <returns>The answer.</returns>
    /// <exception cref="ProcessEndedException">The process has ended before it was sent.</exception>
    /// <exception cref="RemoteException">There is no answer: the process has failed or ended; why is
    /// inside.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask<TReply> Ask<TReply, TArgument>(
        TaskContext context, TArgument argument, Func<TArgument, ReplyTo<TReply>, TMessage> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        Reply<TReply> reply = Reply<TReply>.Open();
        await Send(context, make(argument, reply.To));
        return await reply;
    }

    /// <summary>Adds a sender who waits for room.</summary>
    /// <param name="waiter">The sender, which goes on when there may be some, or the process has ended.</param>
    internal void WaitForRoom(TaskWaiter waiter)
    {
        _senders.TryAdd(waiter);

        // TryAdd is a full barrier: it pairs with those in WakeSenders and Close. Either we see what they did, or
        // they us.
        if (IsClosed || ((IWaitable)_ends[0]).IsReady)
        {
            _senders.WakeAll();
        }
    }

    /// <summary>Says that work was made for a task to run.</summary>
    internal void Announce() => Interlocked.Increment(ref _incarnations);

    /// <summary>Has a task run the process. On its core.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="task">The task.</param>
    internal void Enter(Reactor reactor, TaskId task)
    {
        if (_task != TaskId.None)
        {
            throw new InvalidOperationException($"The process runs already, as task {_task}.");
        }

        if (_reactor is not null && _reactor != reactor)
        {
            throw new InvalidOperationException(
                $"The process has run on core {_reactor.Core}, and is started again there or nowhere.");
        }

        _task = task;
        Volatile.Write(ref _isClosed, false);

        // Whoever sends and does not see it yet has put its message in before the first look at the mailbox, which
        // is after.
        Interlocked.Exchange(ref _reactor, reactor);
    }

    /// <summary>Says that a task does not run it any more. On its core.</summary>
    /// <param name="hasEntered">Whether it ever did.</param>
    /// <param name="mayComeBack">Whether it may be started again at once.</param>
    internal void Leave(bool hasEntered, bool mayComeBack)
    {
        if (hasEntered)
        {
            _task = TaskId.None;
        }

        Interlocked.Decrement(ref _incarnations);
        if (_task != TaskId.None)
        {
            // Another one runs it, and this one was refused.
            return;
        }

        if (!mayComeBack || _reactor is null)
        {
            Close();
            return;
        }

        CloseUnlessStarted(_reactor);
    }

    /// <summary>Says that no task was made for work that was announced; on any core.</summary>
    internal void Refuse()
    {
        // Before its first start it keeps what comes: whoever wanted that start knows, and may try again.
        if (Interlocked.Decrement(ref _incarnations) == 0 && Volatile.Read(ref _reactor) is { } reactor)
        {
            CloseUnlessStarted(reactor);
        }
    }

    /// <summary>The oldest message, where it lies.</summary>
    /// <param name="messages">The message.</param>
    /// <returns>Whether there is one.</returns>
    internal bool TryPeek(out Slots<TMessage> messages) => _reader.TryRead(1, out messages);

    /// <summary>Takes it out.</summary>
    /// <param name="message">The message.</param>
    internal void Release(ref TMessage message)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TMessage>())
        {
            message = default!;
        }

        _reader.Release(1);
    }

    /// <summary>Lets those go on who wait for room, once there is some.</summary>
    internal void WakeSenders()
    {
        // Pairs with the barrier in WaitForRoom.
        Interlocked.MemoryBarrier();
        if (!_senders.IsEmpty)
        {
            _senders.WakeAll();
        }
    }

    /// <inheritdoc/>
    void IPosted.Take()
    {
        // Before the look at the mailbox: who sends after it posts anew.
        Interlocked.Exchange(ref _isPosted, 0);
        Look();
    }

    private static ProcessEndedException Ended() => new("The process has ended: it takes no messages any more.");

    // Has the process look at its mailbox. The message was put in before.
    private void Tell()
    {
        if (Reactor.OfThread is { } here && here == Volatile.Read(ref _reactor))
        {
            Look();
            return;
        }

        // Pairs with the one in Take: either it sees the message, or we post.
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
        {
            if (Volatile.Read(ref _reactor) is { } reactor)
            {
                reactor.Post(this);
            }
            else
            {
                Forgo();
            }
        }
    }

    // Nobody is to be told before the process has begun: it looks by itself when it does.
    private void Forgo()
    {
        Interlocked.Exchange(ref _isPosted, 0);
        if (Volatile.Read(ref _reactor) is not null)
        {
            Tell();
        }
    }

    private void Look()
    {
        if (_isClosed)
        {
            Discard();
        }
        else if (_task != TaskId.None && _reader.Depth != 0)
        {
            _reactor!.Wake(_task);
        }
    }

    // By its core's next turn a supervisor has started it again, if one does.
    private void CloseUnlessStarted(Reactor reactor)
    {
        bool hasNextTurn = reactor.TryPost(_ =>
        {
            if (Volatile.Read(ref _incarnations) == 0)
            {
                Close();
            }
        });
        if (!hasNextTurn)
        {
            Close();
        }
    }

    private void Close()
    {
        // Whoever sends and does not see it tells this core of its message, after.
        Interlocked.Exchange(ref _isClosed, true);
        Discard();
        _senders.WakeAll();
    }

    private void Discard()
    {
        while (TryPeek(out Slots<TMessage> messages))
        {
            ref TMessage message = ref messages[0];
            (message as IRequest)?.Refuse(Ended());
            Release(ref message);
            Discarded++;
        }
    }
}
