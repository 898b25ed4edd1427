using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A core's ends of the cores' queues: its own ring, which every core reads, and a reader of every core's. Its inbox is
/// a poll over them.</summary>
internal sealed class Bus
{
    private readonly SingleWriter<Message, Vec<Message>> _writer;
    private Reader<Message, Vec<Message>>[] _inbox;

    // Answers that found no room: they are as many as there are requests under way. Others wait behind them.
    private readonly Queue<Message> _outbox = new();
    private int _first;

    // How many messages are taken in at most, and of each core.
    private int _most;
    private int _share;

    /// <summary>Makes it.</summary>
    /// <param name="own">The core's own ring.</param>
    /// <param name="inbox">A reader of each core's.</param>
    public Bus(SingleWriter<Message, Vec<Message>> own, Reader<Message, Vec<Message>>[] inbox)
    {
        _writer = own;
        _inbox = inbox;
    }

    /// <summary>How often a sender found the ring full.</summary>
    public long Rejected { get; private set; }

    /// <summary>Whether something has come in, for this core or another.</summary>
    public bool HasMessages
    {
        get
        {
            foreach (Reader<Message, Vec<Message>> reader in _inbox)
            {
                if (reader.Depth != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether something has come in for a core. The messages are looked at where they lie, and stay.</summary>
    /// <param name="core">The core, whose bus this is.</param>
    public bool IsAddressed(int core)
    {
        bool isAddressed = false;
        foreach (Reader<Message, Vec<Message>> reader in _inbox)
        {
            reader.LookAnew();
            if (reader.TryRead(int.MaxValue, out Slots<Message> messages))
            {
                for (int i = 0; i < messages.Count; i++)
                {
                    isAddressed |= messages[i].To == core;
                }

                reader.Release(0);
            }
        }

        return isAddressed;
    }

    /// <summary>Whether answers wait for room.</summary>
    public bool HasOutbox => _outbox.Count != 0;

    /// <summary>How many do.</summary>
    public int Outbox => _outbox.Count;

    /// <summary>Sends a message if there is room.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether there was.</returns>
    public bool TrySend(in Message message)
    {
        if (_outbox.Count == 0 && _writer.TryPublishCopy(in message))
        {
            return true;
        }

        Rejected++;
        return false;
    }

    /// <summary>Sends an answer: now, or as soon as there is room.</summary>
    /// <param name="message">The answer.</param>
    /// <returns>Whether it was sent now.</returns>
    public bool Answer(in Message message)
    {
        if (_outbox.Count == 0 && _writer.TryPublishCopy(in message))
        {
            return true;
        }

        _outbox.Enqueue(message);
        return false;
    }

    /// <summary>Sends answers that waited for room.</summary>
    /// <param name="reactor">Who is told of each.</param>
    /// <returns>How many.</returns>
    public int Flush(Reactor reactor)
    {
        int count = 0;
        while (_outbox.TryPeek(out Message message) && _writer.TryPublishCopy(in message))
        {
            _outbox.Dequeue();
            reactor.HasSent(in message);
            count++;
        }

        return count;
    }

    /// <summary>Takes messages in: some from each core, another core first each time.</summary>
    /// <param name="reactor">Who takes those that are for it.</param>
    /// <param name="most">How many, for this core or another, at most.</param>
    /// <returns>How many.</returns>
    public int Poll(Reactor reactor, int most)
    {
        Reader<Message, Vec<Message>>[] inbox = _inbox;
        if (inbox.Length == 0)
        {
            return 0;
        }

        // Each turn passes here, and mostly finds nothing: a division would be much of what it costs.
        if (most != _most)
        {
            _most = most;
            _share = Math.Max(1, most / inbox.Length);
        }

        int count = 0;
        int next = _first;
        for (int i = 0; i < inbox.Length; i++)
        {
            count += Read(inbox[next], reactor, _share);
            next = next + 1 == inbox.Length ? 0 : next + 1;
        }

        _first = next + 1 == inbox.Length ? 0 : next + 1;
        return count;
    }

    /// <summary>Takes all messages in that a core has sent until now.</summary>
    /// <param name="reactor">Who takes those that are for it.</param>
    /// <param name="core">The core.</param>
    public void Drain(Reactor reactor, int core)
    {
        if (!IsClosed)
        {
            Drain(_inbox[core], reactor);
        }
    }

    /// <summary>Whether it takes no more messages in.</summary>
    public bool IsClosed => _inbox.Length == 0;

    /// <summary>Takes in what was sent until now, and gives its places on all rings up: it holds nobody up any more.
    /// </summary>
    /// <param name="reactor">Who takes those messages that are for it.</param>
    public void Close(Reactor reactor)
    {
        foreach (Reader<Message, Vec<Message>> reader in _inbox)
        {
            Drain(reader, reactor);
            reader.Dispose();
        }

        _inbox = [];
    }

    private static void Drain(Reader<Message, Vec<Message>> reader, Reactor reactor)
    {
        // No more than there are now, however fast others write.
        reader.LookAnew();
        int left = (int)reader.Depth;
        while (left > 0 && Read(reader, reactor, left) is > 0 and int count)
        {
            left -= count;
        }
    }

    private static int Read(Reader<Message, Vec<Message>> reader, Reactor reactor, int most)
    {
        if (!reader.TryRead(most, out Slots<Message> messages))
        {
            return 0;
        }

        for (int k = 0; k < messages.Count; k++)
        {
            ref Message message = ref messages[k];
            if (message.To == reactor.Core)
            {
                reactor.Take(in message);
            }
        }

        reader.Release(messages.Count);
        return messages.Count;
    }
}
