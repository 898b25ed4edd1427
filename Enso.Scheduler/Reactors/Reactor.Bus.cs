namespace Enso.Scheduler;

/// <content>What other cores ask for, and what they answer.</content>
public abstract partial class Reactor
{
    // By number; null for one that was withdrawn.
    private readonly List<IPublication?> _publications = [];

    /// <summary>The core's ends of the cores' queues.</summary>
    internal abstract Bus Bus { get; }

    /// <summary>The queues of this core that others can subscribe to, in the order of their numbers.</summary>
    public IEnumerable<IPublication> Publications => _publications.OfType<IPublication>();

    /// <summary>A queue of this core that others can subscribe to.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The queue; null when there is none, or no more.</returns>
    public IPublication? PublicationAt(long number) =>
        (ulong)number < (ulong)_publications.Count ? _publications[(int)number] : null;

    /// <summary>Takes a queue back: nobody can subscribe to it from now on. Its number is not used again, and who has
    /// subscribed already reads on.</summary>
    /// <param name="publication">The queue.</param>
    /// <returns>Whether it was one of this core's.</returns>
    public bool Withdraw(IPublication publication)
    {
        int number = _publications.IndexOf(publication);
        if (number >= 0)
        {
            _publications[number] = null;
        }

        return number >= 0;
    }

    /// <summary>How many answers, and timers that another core keeps or is to be told of, wait for room on this core's
    /// ring.</summary>
    public int Unsent => Bus.Outbox + UntoldTimers;

    /// <summary>Sends a message to a core, or to this one, if there is room on this core's ring. A core that has
    /// halted is sent nothing: what asks for an answer is refused at once, and anything else is forgotten, for the
    /// tasks that it could be for are no more.</summary>
    /// <param name="message">The message; where it comes from is filled in.</param>
    /// <returns>Whether there was; if not, nothing was sent, and it is counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core.</exception>
    public bool TrySend(Message message)
    {
        Cluster.CheckCore(message.To);
        message.From = Core;
        if (Cluster.HasHalted(message.To))
        {
            Refuse(in message);
            return true;
        }

        if (!Bus.TrySend(in message))
        {
            IsBusFull = true;
            return false;
        }

        Targets.Add(message.To);
        return true;
    }

    /// <summary>The cores to which something was sent since they were last looked at, to be woken if they sleep.</summary>
    private protected CoreSet Targets { get; }

    /// <summary>Whether the ring was full since then: cores that sleep hold it up.</summary>
    private protected bool IsBusFull { get; set; }

    /// <summary>Takes a message that is for this core.</summary>
    /// <param name="message">The message, where it lies.</param>
    internal void Take(in Message message)
    {
        Tracing?.Add(new TraceEvent(
            TraceKind.Message, Now, 0, message.Target, Enum.GetName(message.Kind), message.From));
        if (IsEnding && AnswerTo(message.Kind) != MessageKind.None)
        {
            Answer(in message, -1, new CoreHaltedException(Core));
            return;
        }

        try
        {
            Serve(in message);
        }
        catch (Exception error)
        {
            // Whoever waits for an answer has one.
            LogFailure($"message {message.Kind} from core {message.From} failed", error);
            Answer(in message, -1, error);
        }
    }

    private void Serve(in Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Spawn:
                SpawnRequest request = (SpawnRequest)message.Payload!;
                TaskId task = Spawn(_root, request.Factory(), request.Factory, request.Options);
                Answer(in message, 0, null, task);
                break;
            case MessageKind.Publish:
                _publications.Add((IPublication)message.Payload!);
                Answer(in message, _publications.Count - 1, null);
                break;
            case MessageKind.Subscribe:
                IPublication publication = PublicationAt(message.Value) ?? throw new ArgumentOutOfRangeException(
                    nameof(message), message.Value, $"Core {Core} has no queue of this number to subscribe to.");
                Answer(in message, message.Value, publication.Subscribe());
                break;
            case MessageKind.Execute:
                ((Action<Reactor>)message.Payload!)(this);
                Answer(in message, 0, null);
                break;
            case MessageKind.Select:
                SelectNext(message.Target);
                break;
            case MessageKind.Wake:
                Wake(message.Target);
                break;
            case MessageKind.Cancel:
                Cancel(message.Target);
                break;
            case MessageKind.Print:
                Log((string)message.Payload!);
                break;
            case MessageKind.SetQuanta:
                SetQuanta((Quanta)message.Payload!);
                break;
            case MessageKind.Halt:
                Halt();
                break;
            case MessageKind.SetTimer:
                KeepTimer(in message);
                break;
            case MessageKind.CancelTimer:
                ForgetTimer(in message);
                break;
            case MessageKind.Expire:
                ExpireRemote(in message);
                break;
            case MessageKind.Unmask:
                GetInterrupts().Unmask((int)message.Value);
                break;
            case MessageKind.ServeInterrupt:
                NoteLine(message.Target, message.From, (int)message.Value);
                break;
            case MessageKind.LeaveInterrupt:
                Interrupts?.Leave((int)message.Value, message.Sender);
                break;
            case MessageKind.Agree:
                Cluster.AgreementAt((int)message.Value).Receive(this, message.From, (AgreementMessage)message.Payload!);
                break;
            case MessageKind.Interrupt:
            case MessageKind.User:
                // One whose own work is done takes nothing any more: it waits for its children.
                if (Find(message.Target) is { State: not TaskState.Ending } receiver)
                {
                    Deliver(receiver, in message);
                }

                break;
            case MessageKind.AckSpawn:
            case MessageKind.AckPublish:
            case MessageKind.AckSubscribe:
            case MessageKind.AckExecute:
                if (Find(message.Target) is { } node && node.Request == message.Detail)
                {
                    Reply(node, in message);
                }
                else
                {
                    GiveBack(in message);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(message), message.Kind, "A message asks for something.");
        }
    }

    /// <summary>Numbers a request of the running task; answers to earlier ones are not for it any more.</summary>
    /// <param name="core">The core that is asked.</param>
    /// <returns>The number.</returns>
    internal long BeginRequest(int core)
    {
        TaskNode node = RunningNode;
        ForgetReply(node);
        node.AskedCore = core;
        return ++node.Request;
    }

    /// <summary>Has a task run next, before all that are ready, if it is ready.</summary>
    /// <param name="task">The task.</param>
    private protected abstract void SelectNext(TaskId task);

    /// <summary>A task's place.</summary>
    /// <param name="slot">Its number.</param>
    private protected TaskNode NodeAt(int slot) => _nodes[slot];

    /// <summary>The task of a name, when it is one of this core's.</summary>
    /// <param name="task">The name.</param>
    private protected TaskNode? NodeOf(TaskId task) => Find(task);

    // An answer that nobody waits for any more brings what nobody would ever give back: a reader would hold its writer up, a
    // task would run without anybody knowing its name.
    private void GiveBack(in Message answer)
    {
        if (answer.Kind == MessageKind.AckSubscribe && answer.Value >= 0)
        {
            (answer.Payload as IDisposable)?.Dispose();
        }
        else if (answer.Kind == MessageKind.AckSpawn && answer.Value >= 0)
        {
            Send(new Message { Kind = MessageKind.Cancel, To = answer.From, Target = answer.Sender });
        }
    }

    // A task that was cancelled has not taken the answer that came meanwhile.
    private void ForgetReply(TaskNode node)
    {
        if (node.HasReply)
        {
            Message reply = node.Reply;
            node.Reply = default;
            node.HasReply = false;
            GiveBack(in reply);
        }
    }

    private void Deliver(TaskNode node, in Message message)
    {
        _running = node.Slot;
        try
        {
            node.Work!.OnMessage(new TaskContext(this), in message);
        }
        catch (Exception error)
        {
            _running = TaskTree.None;
            Fail(node, error);
            return;
        }

        _running = TaskTree.None;
        Happen(node, Awaited.Wake);
    }

    /// <summary>Whether messages of a kind are answered.</summary>
    /// <param name="kind">The kind.</param>
    internal static bool IsAnswered(MessageKind kind) => AnswerTo(kind) != MessageKind.None;

    private static MessageKind AnswerTo(MessageKind kind) => kind switch
    {
        MessageKind.Spawn => MessageKind.AckSpawn,
        MessageKind.Publish => MessageKind.AckPublish,
        MessageKind.Subscribe => MessageKind.AckSubscribe,
        MessageKind.Execute => MessageKind.AckExecute,
        _ => MessageKind.None,
    };

    private void Reply(TaskNode node, in Message answer)
    {
        node.Reply = answer;
        node.HasReply = true;
        node.AskedCore = TaskNode.NoCore;
        Happen(node, Awaited.Reply);
    }

    private void Answer(in Message asked, long value, object? payload, TaskId about = default)
    {
        MessageKind kind = AnswerTo(asked.Kind);
        if (kind == MessageKind.None || asked.Sender == TaskId.None)
        {
            return;
        }

        Send(new Message
        {
            Kind = kind,
            From = Core,
            To = asked.From,
            Sender = about,
            Target = asked.Sender,
            Value = value,
            Detail = asked.Detail,
            Payload = payload,
        });
    }

    /// <summary>Says that what waited for room has been sent.</summary>
    /// <param name="message">The message.</param>
    internal void HasSent(in Message message) => Targets.Add(message.To);

    // Sends what cannot wait for room with its sender: it goes as soon as there is some. Whether it went now.
    private bool Send(Message message)
    {
        message.From = Core;
        if (Cluster.HasHalted(message.To))
        {
            // Nobody is there to take it; what it brings goes back to where it is from, which is this core.
            (message.Kind == MessageKind.AckSubscribe ? message.Payload as IDisposable : null)?.Dispose();
            return true;
        }

        bool isSent = Bus.Answer(in message);
        if (isSent)
        {
            Targets.Add(message.To);
        }

        return isSent;
    }
}
