namespace Enso.Queues;

/// <summary>A queue of several classes of messages, from many writers to one reader. Each class has a queue
/// of its own, with a capacity and a policy of its own; the reader chooses the class by a
/// <see cref="ISelection"/>.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
/// <typeparam name="TSelection">How the reader chooses: <see cref="Strict"/>, <see cref="Weighted"/>,
/// <see cref="Ageing"/>, or one of the user's own.</typeparam>
public sealed class ClassQueue<T, TStorage, TSelection>
    where TStorage : struct, IStorage<T, TStorage>
    where TSelection : struct, ISelection
{
    /// <summary>The largest number of classes.</summary>
    public const int MaximumClasses = 64;

    private readonly Subscriber<T, TStorage>[] _queues;

    /// <summary>Makes the queue and its reader; all classes alike.</summary>
    /// <param name="classes">How many classes, from 1 to <see cref="MaximumClasses"/>.</param>
    /// <param name="options">Capacity of each class, policy and waiting.</param>
    /// <param name="selection">How the reader chooses.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed; the message says what
    /// is.</exception>
    public ClassQueue(int classes, QueueOptions options, TSelection selection)
        : this([.. Enumerable.Repeat(options, Math.Clamp(classes, 0, MaximumClasses + 1))], selection)
    {
    }

    /// <summary>Makes the queue and its reader.</summary>
    /// <param name="options">Capacity, policy and waiting of each class, the highest first. How the reader
    /// waits is the highest one's.</param>
    /// <param name="selection">How the reader chooses.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed; the message says what
    /// is.</exception>
    public ClassQueue(ReadOnlySpan<QueueOptions> options, TSelection selection)
    {
        if (options.Length is < 1 or > MaximumClasses)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"There are from 1 to {MaximumClasses} classes; {options.Length} are asked for.");
        }

        Signal<TStorage> messages = new();
        _queues = new Subscriber<T, TStorage>[options.Length];
        for (int i = 0; i < _queues.Length; i++)
        {
            _queues[i] = new Subscriber<T, TStorage>(options[i], null, messages);
        }

        selection.Begin(_queues.Length);
        Reader = new ClassReader<T, TStorage, TSelection>(
            Array.ConvertAll(_queues, queue => queue.Reader), messages, options[0].WaitStrategy, selection);
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _queues.Length;

    /// <summary>The end at which messages come out.</summary>
    public ClassReader<T, TStorage, TSelection> Reader { get; }

    /// <summary>Adds a writer, at any time, from any thread.</summary>
    /// <returns>An end of its own, for all classes.</returns>
    public ClassWriter<T> Link() => new(Array.ConvertAll(_queues, queue => queue.Link()));

    /// <summary>What can be seen of a class from outside, as of about now. That the reader waits is not
    /// counted, for it waits for all classes.</summary>
    /// <param name="index">The class.</param>
    public QueueProperties PropertiesOf(int index) => _queues[index].Properties;

    /// <summary>Where the cursors of a class stand, as of about now.</summary>
    /// <param name="index">The class.</param>
    public QueueView ViewOf(int index) => _queues[index].View();
}
