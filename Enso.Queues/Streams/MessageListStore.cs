namespace Enso.Queues;

/// <summary>Memory in which lists are built by <c>Cons</c>: each message goes in front of those before, so that every
/// list built on the way stays what it is, as the tail of the longer ones.</summary>
/// <typeparam name="T">What the lists carry.</typeparam>
/// <param name="memory">The memory, which fills from its end.</param>
public struct MessageListStore<T>(Memory<T> memory)
{
    private readonly Memory<T> _memory = memory;
    private int _used;

    /// <summary>The list of all messages so far, the last one put being its head.</summary>
    public readonly MessageList<T> List => new(_memory[^_used..]);

    /// <summary>How many more messages there is room for.</summary>
    public readonly int Free => _memory.Length - _used;

    /// <summary>Puts a message in front.</summary>
    /// <param name="head">The message.</param>
    /// <returns>The list whose head it is.</returns>
    /// <exception cref="InvalidOperationException">The memory is full.</exception>
    public MessageList<T> Cons(T head)
    {
        if (_used == _memory.Length)
        {
            throw new InvalidOperationException($"The store's {_memory.Length} messages are all in use.");
        }
        _used++;
        _memory.Span[^_used] = head;
        return List;
    }
}
