using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A core's queue from one writer to many readers, on any cores.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class Publication<T> : IPublication
{
    private readonly Publisher<T, Vec<T>> _publisher;

    /// <summary>Makes it.</summary>
    /// <param name="name">What people know it by.</param>
    /// <param name="options">What the queue is made with.</param>
    public Publication(string name, QueueOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _publisher = new Publisher<T, Vec<T>>(options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The end at which messages go in, for one task at a time.</summary>
    public SingleWriter<T, Vec<T>> Writer => _publisher.Writer;

    /// <summary>What can be seen of the queue from outside.</summary>
    public QueueProperties Properties => _publisher.Properties;

    /// <inheritdoc/>
    public object Subscribe() => _publisher.Subscribe();
}
