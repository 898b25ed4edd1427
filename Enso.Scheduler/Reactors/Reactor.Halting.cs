namespace Enso.Scheduler;

/// <content>How a core comes to its end, and what the others make of it. First its tasks end; then it refuses what
/// it is asked for until all its answers are sent; then it says that it has halted, takes in once more what came
/// until then, and gives up its places on the rings, so that it holds nobody up. What reaches its ring after that is
/// refused by the core that has sent it: a core that sends either finds that the other has halted, or what it sends
/// is taken in.</content>
public abstract partial class Reactor
{
    // What the list of posted things ends with once nothing is taken any more.
    private static readonly IPosted s_closed = new Closed();

    // The cores that have halted, as far as this one has looked.
    private readonly CoreSet _gone;
    private int _haltsSeen;

    /// <summary>Whether it has come to its end.</summary>
    public bool HasHalted { get; private set; }

    /// <summary>Whether its root has ended: it only answers and sends what is left.</summary>
    private protected bool IsEnding { get; private set; }

    /// <summary>Whether a core has halted of which this one has not taken note.</summary>
    private protected bool HasNewHalts => Cluster.Halts != _haltsSeen;

    /// <summary>Asks all tasks to end; the reactor ends after them. The core that keeps all timers ends after all
    /// others.</summary>
    public void Halt()
    {
        if (!_root.IsCancelled)
        {
            Cancel(_root);
        }
    }

    /// <summary>Ends the reactor whose root has ended, unless it still has to wait for something.</summary>
    /// <returns>Whether it has come nearer to its end: the others are to be woken.</returns>
    private protected bool TryHalt()
    {
        bool isNeeded = Options.TimerCore == Core && Cluster.Halts < Cluster.Cores - 1;
        if (HasHalted || Tasks != 0 || isNeeded || Bus.HasOutbox)
        {
            return false;
        }

        if (!Bus.IsClosed)
        {
            // The barrier pairs with the publishing of messages: see above.
            Cluster.SetHalted(Core);
            _haltsSeen++;
            _gone.Add(Core);
            Bus.Close(this);
            IPosted? last = TakeAllPosted(leave: s_closed);
            TakeEach(_oldest);
            _oldest = null;
            TakeEach(last);
        }

        // What came last may have started tasks, which are cancelled, or is to be answered.
        HasHalted = Tasks == 0 && !Bus.HasOutbox;
        return true;
    }

    /// <summary>Refuses what tasks of this core wait for from cores that have halted.</summary>
    /// <returns>How many cores have.</returns>
    private protected int NoteHalts()
    {
        // Read first: of a core that is counted later, note is taken later.
        int halts = Cluster.Halts;
        if (halts == _haltsSeen)
        {
            return 0;
        }

        int count = 0;
        for (int core = 0; core < Cluster.Cores; core++)
        {
            if (_gone.Contains(core) || !Cluster.HasHalted(core))
            {
                continue;
            }

            count++;
            _gone.Add(core);

            // What it has answered counts.
            Bus.Drain(this, core);
            Interrupts?.LeaveAll(core);
            foreach (TaskNode node in _nodes)
            {
                if (node.AskedCore == core)
                {
                    Reply(node, Refusal(core));
                }
            }
        }

        _haltsSeen = halts;
        return count;
    }

    private static void TakeEach(IPosted? oldest)
    {
        while (oldest is { } item)
        {
            oldest = item.Next;
            item.Next = null;
            item.Take();
        }
    }

    // What was for a core that has halted.
    private void Refuse(in Message message)
    {
        if (AnswerTo(message.Kind) != MessageKind.None && Find(message.Sender) is { } node
            && node.Request == message.Detail)
        {
            Reply(node, Refusal(message.To));
        }
    }

    private static Message Refusal(int core) =>
        new() { From = core, Value = -1, Payload = new CoreHaltedException(core) };

    private sealed class Closed : IPosted
    {
        IPosted? IPosted.Next { get; set; }

        void IPosted.Take()
        {
        }
    }
}
