using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Several ends of queues, of which a task waits for the first that is ready: to read where there is a message,
/// or to write where there is room. Once made it costs no thread and no memory.</summary>
public sealed class TaskEnds : IDisposable
{
    private readonly EndSet _set;
    private readonly Watch _watch;

    private TaskEnds(Reactor reactor, IWaitable[] ends)
    {
        Count = ends.Length;
        _set = new EndSet(ends);
        _watch = new Watch(reactor, _set);
        for (int i = 0; i < ends.Length; i++)
        {
            _set.Ask(i, true);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Makes it; all ends are waited for.</summary>
    /// <param name="reactor">The core's, whose tasks wait, one at a time.</param>
    /// <param name="ends">Readers and writers of queues, at which nobody else waits meanwhile.</param>
    /// <exception cref="ArgumentException">An end cannot be waited for so (<see cref="IWaitable"/>).</exception>
    public static TaskEnds Create(Reactor reactor, params ReadOnlySpan<object> ends)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        IWaitable[] waitable = new IWaitable[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            waitable[i] = ends[i] as IWaitable
                ?? throw new ArgumentException($"{ends[i].GetType()} is no {nameof(IWaitable)}.", nameof(ends));
        }

        return new TaskEnds(reactor, waitable);
    }

    /// <summary>Waits for an end from now on, or not.</summary>
    /// <param name="index">The end, as it was given.</param>
    /// <param name="isAwaited">Whether it is waited for.</param>
    public void Await(int index, bool isAwaited) => _set.Ask(index, isAwaited);

    /// <summary>Waits until one of those that are waited for is ready; to be awaited.</summary>
    public QueueAwaiter Ready() => new(_watch);

    /// <summary>Waits here no more: the ends can be used elsewhere. On the core's thread.</summary>
    public void Dispose()
    {
        _watch.Disarm();

        // When one has called, the others are to call still.
        _ = _set.Disarm();
    }
}
