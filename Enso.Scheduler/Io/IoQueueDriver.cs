using System.Numerics;
using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Brings requests to a thread, or a task of another core, by a queue: it reads <see cref="Entries"/>, does
/// what they ask, and completes them.</summary>
/// <typeparam name="TRequest">The requests' type.</typeparam>
public readonly struct IoQueueDriver<TRequest> : IIoDriver<TRequest>
{
    // A place's next entries come when its request is completed, so after that request's own was read. Unread may
    // then be: the word to give that one up, the next request, and the word to give that up.
    private const int EntriesOfPlace = 3;

    private readonly Link<IoEntry<TRequest>, Vec<IoEntry<TRequest>>> _link;
    private readonly Action<TRequest>? _reclaim;

    /// <summary>Makes it.</summary>
    /// <param name="depth">The ring's depth.</param>
    /// <param name="reclaim">Takes back what a request owns for which nobody waits any more, on the ring's core; null
    /// when requests own nothing.</param>
    public IoQueueDriver(int depth, Action<TRequest>? reclaim = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        _reclaim = reclaim;
        _link = new Link<IoEntry<TRequest>, Vec<IoEntry<TRequest>>>(new QueueOptions
        {
            Capacity = (int)BitOperations.RoundUpToPowerOf2((uint)(depth * EntriesOfPlace)),
            FullPolicy = FullPolicy.Reject,
        });
    }

    /// <summary>What is to be done, for the one who does it.</summary>
    public Reader<IoEntry<TRequest>, Vec<IoEntry<TRequest>>> Entries => _link.Reader;

    /// <inheritdoc/>
    public void Submit(IoTag tag, ref TRequest request) => Publish(new IoEntry<TRequest>(tag, false, request));

    /// <inheritdoc/>
    public void Cancel(IoTag tag) => Publish(new IoEntry<TRequest>(tag, true, default));

    /// <inheritdoc/>
    public void Reclaim(ref TRequest request) => _reclaim?.Invoke(request);

    /// <summary>Ends the queue: whoever serves it knows when it has read all.</summary>
    public void Complete() => _link.Writer.Complete();

    private void Publish(in IoEntry<TRequest> entry)
    {
        if (!_link.Writer.TryPublish(entry))
        {
            throw new InvalidOperationException("The queue is full: it was made for a ring of less depth.");
        }
    }
}
