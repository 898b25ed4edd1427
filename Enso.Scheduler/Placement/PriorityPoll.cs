using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Polls queues by turns on the way out: in a round each queue is polled as often as its priority's polls
/// say, those of the highest priority first. One thread uses it.</summary>
/// <remarks><para>The arithmetic: a round is at most <see cref="Capacity"/> messages, the sum over all queues of
/// their polls; times the average time of a message it is how long a round takes. With polls of 10, 6, 3 and 1 for
/// four priorities and 9, 18, 10 and 11 queues in them, the capacity is 239.</para>
/// <para>Whatever the others do, a message at the head of a queue with p polls is taken after at most Capacity - p
/// messages of other queues. A queue that is empty at its turn loses what is left of it. Nothing is
/// allocated.</para></remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TReader">The type of the readers.</typeparam>
public sealed class PriorityPoll<T, TReader>
    where TReader : IQueueReader<T>
{
    private readonly TReader[] _readers;
    private readonly int[] _polls;
    private int _current;
    private int _left;

    /// <summary>Makes one.</summary>
    /// <param name="polls">For each priority how often its queues are polled in a round; at least 1 each.</param>
    /// <param name="readers">The queues of each priority.</param>
    /// <exception cref="ArgumentException">There are not as many groups of queues as priorities, or there is no
    /// queue.</exception>
    public PriorityPoll(ReadOnlySpan<int> polls, params ReadOnlySpan<TReader[]> readers)
    {
        if (polls.Length != readers.Length)
        {
            throw new ArgumentException(
                $"There are {polls.Length} priorities and {readers.Length} groups of queues: give each priority one.");
        }

        List<TReader> all = [];
        List<int> allPolls = [];
        for (int priority = 0; priority < polls.Length; priority++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(polls[priority], 1, nameof(polls));
            all.AddRange(readers[priority]);
            allPolls.AddRange(Enumerable.Repeat(polls[priority], readers[priority].Length));
        }

        if (all.Count == 0)
        {
            throw new ArgumentException("There is no queue to poll.");
        }

        _readers = [.. all];
        _polls = [.. allPolls];
        _left = _polls[0];
        Capacity = _polls.Sum(count => (long)count);
    }

    /// <summary>The most messages of a round.</summary>
    public long Capacity { get; }

    /// <summary>How many queues there are. They are numbered from 0, the first of the highest priority.</summary>
    public int Count => _readers.Length;

    /// <summary>Takes the message whose turn it is; it never waits.</summary>
    /// <param name="message">The message.</param>
    /// <param name="queue">The number of its queue.</param>
    /// <returns>Whether there was one in any queue.</returns>
    public bool TryNext(out T message, out int queue)
    {
        // One more than there are: the queue that it begins with may have used up its turn and be the only one
        // with more.
        for (int looked = 0; looked <= _readers.Length; looked++)
        {
            if (_left > 0 && _readers[_current].TryNext(out message))
            {
                _left--;
                queue = _current;
                return true;
            }

            _current = _current + 1 == _readers.Length ? 0 : _current + 1;
            _left = _polls[_current];
        }

        message = default!;
        queue = -1;
        return false;
    }
}
