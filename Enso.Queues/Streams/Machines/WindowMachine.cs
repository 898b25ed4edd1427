namespace Enso.Queues;

/// <summary>The machine of windows: lists of a fixed number of messages, each a fixed step after the one before.
/// Messages at the end that fill no window are dropped.</summary>
/// <remarks>A window is a view of the machine's buffer, allocated at construction, and holds until the next pull. The
/// buffer has room for two windows, so that sliding by one copies a window once in as many pulls as it has messages.
/// </remarks>
/// <typeparam name="T">What the source carries.</typeparam>
/// <typeparam name="TSource">The source's machine.</typeparam>
public struct WindowMachine<T, TSource> : IStreamMachine<MessageList<T>>
    where TSource : struct, IStreamMachine<T>
{
    private readonly T[] _buffer;
    private readonly int _size;
    private readonly int _step;
    private TSource _source;
    private int _start;
    private int _count;
    private bool _begun;

    internal WindowMachine(TSource source, int size, int step)
    {
        _source = source;
        _size = size;
        _step = step;
        _buffer = new T[checked(2 * size)];
    }

    /// <inheritdoc/>
    public static bool IsEndless => TSource.IsEndless;

    /// <summary>False: copies share the buffer.</summary>
    public static bool IsPersistent => false;

    /// <inheritdoc/>
    public bool TryNext(out MessageList<T> message)
    {
        if (_begun && !TryAdvance())
        {
            message = default;
            return false;
        }
        _begun = true;
        while (_count < _size)
        {
            if (!_source.TryNext(out T? next))
            {
                message = default;
                return false;
            }
            _buffer[_start + _count++] = next;
        }
        message = new MessageList<T>(_buffer.AsMemory(_start, _size));
        return true;
    }

    /// <summary>Drops what lies before the next window, from the buffer and, where the step is longer than a window,
    /// from the source.</summary>
    private bool TryAdvance()
    {
        if (_count < _size)
        {
            return false;
        }
        for (int skipped = _size; skipped < _step; skipped++)
        {
            if (!_source.TryNext(out _))
            {
                _count = 0;
                return false;
            }
        }
        int dropped = Math.Min(_step, _size);
        _start += dropped;
        _count -= dropped;
        if (_start + _size > _buffer.Length)
        {
            _buffer.AsSpan(_start, _count).CopyTo(_buffer);
            _start = 0;
        }
        return true;
    }
}
