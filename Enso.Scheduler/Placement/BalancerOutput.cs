using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The way out of a <see cref="Balancer{TKey, T, TWork}"/>: what all cores have processed, polled by
/// priority.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class BalancerOutput<T> : IDisposable
{
    private readonly Reader<BalancedItem<T>, Vec<BalancedItem<T>>>[] _readers;
    private readonly PriorityPoll<BalancedItem<T>, Reader<BalancedItem<T>, Vec<BalancedItem<T>>>> _poll;
    private readonly SingleWriter<Handover, Vec<Handover>>[] _back;
    private readonly TaskEnds _ends;
    private readonly BalancerFailure _failure;
    private readonly int _cores;
    private readonly int _priorities;

    // On how many ways the last word of a bucket has come out.
    private readonly byte[] _words;

    internal BalancerOutput(
        Reactor reactor,
        int[] polls,
        Reader<BalancedItem<T>, Vec<BalancedItem<T>>>[][] readers,
        SingleWriter<Handover, Vec<Handover>>[] back,
        byte[] words,
        BalancerFailure failure)
    {
        _cores = back.Length;
        _priorities = polls.Length;
        _readers = [.. readers.SelectMany(reader => reader)];
        _poll = new PriorityPoll<BalancedItem<T>, Reader<BalancedItem<T>, Vec<BalancedItem<T>>>>(polls, readers);
        _back = back;
        _ends = TaskEnds.Create(reactor, [.. _readers]);
        _words = words;
        _failure = failure;
    }

    /// <summary>The most messages of a round of polls.</summary>
    public long Capacity => _poll.Capacity;

    /// <summary>Takes the message whose turn it is; it never waits.</summary>
    /// <param name="message">The message.</param>
    /// <param name="core">The core that has processed it.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryNext(out T message, out int core)
    {
        while (_poll.TryNext(out BalancedItem<T> item, out int queue))
        {
            if (!item.IsWord)
            {
                message = item.Message;
                core = queue % _cores;
                return true;
            }

            Pass(item.Word);
        }

        message = default!;
        core = -1;
        return false;
    }

    /// <summary>Waits until there may be a message, or there will be none any more.</summary>
    /// <returns>False when there will be none.</returns>
    /// <exception cref="QueueCompletedException">There will be none, for a core's part has failed, or was cancelled;
    /// why is inside.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask<bool> Wait()
    {
        int open = 0;
        for (int i = 0; i < _readers.Length; i++)
        {
            // One that is over would always be ready.
            bool isOpen = !_readers[i].IsCompleted;
            _ends.Await(i, isOpen);
            open += isOpen ? 1 : 0;
        }

        if (open == 0)
        {
            _failure.Check();
            return false;
        }

        await _ends.Ready();
        return true;
    }

    /// <summary>Waits here no more. On the core's thread.</summary>
    public void Dispose() => _ends.Dispose();

    // Whatever a bucket had on a core has come out when its last word has, on all ways.
    private void Pass(in Handover word)
    {
        if (++_words[word.Bucket] != _priorities)
        {
            return;
        }

        _words[word.Bucket] = 0;
        bool isTaken;
        try
        {
            isTaken = _back[word.To].TryPublish(word);
        }
        catch (QueueCompletedException)
        {
            // The balancer goes on no more, which Wait says when all has come out.
            return;
        }

        if (!isTaken)
        {
            throw new InvalidOperationException("BUG: a bucket has one word under way, and there is room for one of each.");
        }
    }
}
