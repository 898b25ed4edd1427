using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The messages of one type that go one way over a link.</summary>
internal abstract class MessageColumn
{
    /// <summary>The messages' type.</summary>
    public abstract Type Type { get; }
}

/// <summary>The messages of one type that go one way over a link, each at its sequence.</summary>
/// <typeparam name="T">The messages' type.</typeparam>
/// <param name="length">Its places: a power of two.</param>
internal sealed class MessageColumn<T>(int length) : MessageColumn
{
    private readonly T[] _places = new T[length];

    /// <inheritdoc/>
    public override Type Type => typeof(T);

    /// <summary>Writes a message.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="message">The message.</param>
    public void Put(long sequence, T message) => At(sequence) = message;

    /// <summary>Reads a message, and forgets what it refers to.</summary>
    /// <param name="sequence">Its sequence.</param>
    public T Take(long sequence)
    {
        ref T place = ref At(sequence);
        T message = place;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            place = default!;
        }

        return message;
    }

    private ref T At(long sequence) => ref _places[(int)sequence & (_places.Length - 1)];
}
