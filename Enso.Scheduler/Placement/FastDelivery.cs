using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The reference case: one thread receives messages, changes them where they lie and sends them. What any
/// distribution over cores is to be compared with: no message is copied and none leaves the core.</summary>
/// <remarks>Messages are sent in the order in which they were received, each once processed and sent. One whose
/// processing or sending throws is gone, and the next call goes on behind it. Nothing is allocated.</remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
/// <typeparam name="TWork">What is done with them.</typeparam>
public sealed class FastDelivery<T, TStorage, TWork>
    where TStorage : struct, IStorage<T, TStorage>
    where TWork : struct, IDelivery<T>
{
    private readonly Link<T, TStorage> _link;
    private TWork _work;

    // Messages at the front of the queue that are processed and not sent.
    private int _processed;

    /// <summary>Makes one.</summary>
    /// <param name="link">Where messages lie; nobody else uses its ends.</param>
    /// <param name="work">What is done with them.</param>
    public FastDelivery(Link<T, TStorage> link, TWork work)
    {
        ArgumentNullException.ThrowIfNull(link);
        _link = link;
        _work = work;
    }

    /// <summary>What is done with messages, as it stands.</summary>
    public ref TWork Work => ref _work;

    /// <summary>Receives what there is, processes it and sends it.</summary>
    /// <param name="most">How many messages to receive, and to send, at most; at least 1.</param>
    /// <returns>How many were sent.</returns>
    public int Poll(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        Receive(most);
        if (!_link.Reader.TryRead(most, out Slots<T> shown))
        {
            return 0;
        }

        int sent = 0;
        try
        {
            while (sent < shown.Count && TryDeliver(ref shown[sent], isProcessed: _processed > sent))
            {
                sent++;
            }
        }
        catch
        {
            // With the one at which it failed.
            Release(sent + 1);
            throw;
        }

        Release(sent);
        return sent;
    }

    private bool TryDeliver(ref T message, bool isProcessed)
    {
        if (!isProcessed)
        {
            _work.Process(ref message);
            _processed++;
        }

        return _work.TrySend(ref message);
    }

    private void Release(int count)
    {
        _processed = Math.Max(0, _processed - count);
        _link.Reader.Release(count);
    }

    private void Receive(int most)
    {
        for (int received = 0; received < most && _work.CanReceive; received++)
        {
            if (!_link.Writer.TryClaim(1, out Slots<T> place))
            {
                return;
            }

            int count = 0;
            try
            {
                _work.Receive(ref place[0]);
                count = 1;
            }
            finally
            {
                // A place into which nothing was received is given back.
                _link.Writer.Commit(count);
            }
        }
    }
}
