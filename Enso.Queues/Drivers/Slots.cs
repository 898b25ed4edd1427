namespace Enso.Queues;

/// <summary>Places in a queue, where messages are written or read without being copied: one run of memory, or two where the
/// end of the ring is crossed.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public readonly ref struct Slots<T>
{
    /// <summary>Makes it of its runs.</summary>
    /// <param name="first">The earlier messages.</param>
    /// <param name="second">The later ones; empty where all lie beside one another.</param>
    public Slots(Span<T> first, Span<T> second)
    {
        First = first;
        Second = second;
    }

    /// <summary>The earlier messages.</summary>
    public Span<T> First { get; }

    /// <summary>The later messages, when the end of the ring lies between; else empty.</summary>
    public Span<T> Second { get; }

    /// <summary>How many there are.</summary>
    public int Count => First.Length + Second.Length;

    /// <summary>One of them.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There are no more than <see cref="Count"/>.</exception>
    public ref T this[int index] =>
        ref index < First.Length ? ref First[index] : ref Second[index - First.Length];

    /// <summary>Copies messages in.</summary>
    /// <param name="messages">As many as there are places.</param>
    public void CopyFrom(ReadOnlySpan<T> messages)
    {
        messages[..First.Length].CopyTo(First);
        messages[First.Length..].CopyTo(Second);
    }

    /// <summary>Copies messages out.</summary>
    /// <param name="messages">At least as many places as there are messages.</param>
    public void CopyTo(Span<T> messages)
    {
        First.CopyTo(messages);
        Second.CopyTo(messages[First.Length..]);
    }
}
