using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A finite list: <c>Nil</c>, or <c>Cons</c> of a head and a tail that is a list. It is a value, a view of
/// memory that holds the messages one after the other, and its tail is a shorter view: no message has a cell of its
/// own.</summary>
/// <remarks>
/// The memory may lie in several segments, as what arrives from a ring's end and beginning or from a network does. It
/// must not change while a list is a view of it.
/// <para>It is not named <c>List</c>: implicit usings bring <see cref="List{T}"/> into every file, where the two names
/// could not be told apart.</para>
/// </remarks>
/// <typeparam name="T">What it carries.</typeparam>
[CollectionBuilder(typeof(MessageLists), nameof(MessageLists.Of))]
public readonly struct MessageList<T>
{
    /// <summary>Nil is empty; anything else begins with a segment that is not.</summary>
    private readonly ReadOnlySequence<T> _messages;

    /// <summary>A list over memory.</summary>
    /// <param name="messages">The messages.</param>
    public MessageList(ReadOnlyMemory<T> messages) =>
        _messages = messages.IsEmpty ? default : new ReadOnlySequence<T>(messages);

    /// <summary>A list over segments of memory.</summary>
    /// <param name="messages">The messages.</param>
    public MessageList(in ReadOnlySequence<T> messages) => _messages = WithoutEmptyStart(messages);

    /// <summary>The list without a message; also what <c>default</c> is.</summary>
    public static MessageList<T> Nil => default;

    /// <summary>Whether it is <see cref="Nil"/>.</summary>
    public bool IsNil => _messages.IsEmpty;

    /// <summary>How many messages there are; known without walking them.</summary>
    public long Length => _messages.Length;

    /// <summary>The first message.</summary>
    /// <exception cref="InvalidOperationException">The list is Nil.</exception>
    public T Head => IsNil ? throw StreamFailures.Nil() : _messages.FirstSpan[0];

    /// <summary>What follows the first message.</summary>
    /// <exception cref="InvalidOperationException">The list is Nil.</exception>
    public MessageList<T> Tail => IsNil ? throw StreamFailures.Nil() : new(_messages.Slice(1));

    /// <summary>Takes the list apart: the pattern match on <c>Cons</c>.</summary>
    /// <param name="head">The first message.</param>
    /// <param name="tail">What follows it.</param>
    /// <returns>False: the list is Nil.</returns>
    public bool TryUncons([MaybeNullWhen(false)] out T head, out MessageList<T> tail)
    {
        if (IsNil)
        {
            head = default;
            tail = default;
            return false;
        }
        head = _messages.FirstSpan[0];
        tail = new(_messages.Slice(1));
        return true;
    }

    /// <summary>Folds from the first message on (a left fold): a loop over the memory.</summary>
    /// <typeparam name="TState">What is gathered.</typeparam>
    /// <typeparam name="TFolder">The step, which is compiled into the loop.</typeparam>
    /// <param name="seed">What there is before the first message.</param>
    /// <param name="folder">From what is gathered and a message, what is gathered then.</param>
    public TState Fold<TState, TFolder>(TState seed, TFolder folder)
        where TFolder : struct, IBinaryFunction<TState, T, TState>
    {
        foreach (ReadOnlyMemory<T> segment in _messages)
        {
            seed = segment.Span.Fold(seed, folder);
        }
        return seed;
    }

    /// <summary>Folds from the first message on with a delegate, which is called for each.</summary>
    /// <typeparam name="TState">What is gathered.</typeparam>
    /// <param name="seed">What there is before the first message.</param>
    /// <param name="folder">From what is gathered and a message, what is gathered then.</param>
    public TState Fold<TState>(TState seed, Func<TState, T, TState> folder) =>
        Fold(seed, new DelegateBinaryFunction<TState, T, TState>(folder));

    /// <summary>Folds from the last message on: the catamorphism, which puts <paramref name="nil"/> for <c>Nil</c> and
    /// <paramref name="cons"/> for each <c>Cons</c>. It is a loop too, and needs no stack; each segment is looked for
    /// from the beginning.</summary>
    /// <typeparam name="TState">What is gathered.</typeparam>
    /// <typeparam name="TCons">The step, which is compiled into the loop.</typeparam>
    /// <param name="nil">What stands for Nil.</param>
    /// <param name="cons">From a message and what its tail became, what both become.</param>
    public TState FoldRight<TState, TCons>(TState nil, TCons cons)
        where TCons : struct, IBinaryFunction<T, TState, TState>
    {
        for (long end = _messages.Length; end > 0;)
        {
            ReadOnlySpan<T> last = default;
            long start = 0;
            foreach (ReadOnlyMemory<T> segment in _messages)
            {
                if (start + segment.Length >= end)
                {
                    last = segment.Span[..(int)(end - start)];
                    break;
                }
                start += segment.Length;
            }
            for (int i = last.Length - 1; i >= 0; i--)
            {
                nil = cons.Invoke(last[i], nil);
            }
            end = start;
        }
        return nil;
    }

    /// <summary>Folds from the last message on with a delegate, which is called for each.</summary>
    /// <typeparam name="TState">What is gathered.</typeparam>
    /// <param name="nil">What stands for Nil.</param>
    /// <param name="cons">From a message and what its tail became, what both become.</param>
    public TState FoldRight<TState>(TState nil, Func<T, TState, TState> cons) =>
        FoldRight(nil, new DelegateBinaryFunction<T, TState, TState>(cons));

    /// <summary>The list as a stream: the view of it that is pulled.</summary>
    public Stream<T, ListMachine<T>> ToStream() => new(new ListMachine<T>(this));

    /// <summary>The memory that the list is a view of.</summary>
    public ReadOnlySequence<T> ToSequence() => _messages;

    /// <summary>Copies the messages.</summary>
    /// <param name="destination">Where they go; at least as long as the list.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(scoped Span<T> destination)
    {
        foreach (ReadOnlyMemory<T> segment in _messages)
        {
            segment.Span.CopyTo(destination);
            destination = destination[segment.Length..];
        }
    }

    /// <summary>A copy of the messages as an array.</summary>
    public T[] ToArray()
    {
        T[] copy = new T[checked((int)Length)];
        CopyTo(copy);
        return copy;
    }

    /// <summary>For <c>foreach</c>, without an allocation or a call through an interface.</summary>
    public StreamEnumerator<T, ListMachine<T>> GetEnumerator() => new(new ListMachine<T>(this));

    /// <summary>The messages for code that asks for the interface, which allocates an enumerator each time.</summary>
    public IEnumerable<T> ToEnumerable() => ToStream().ToEnumerable();

    /// <summary>Takes the first segment off a variable that holds a list.</summary>
    internal static bool TryTakeRun(ref MessageList<T> list, out ReadOnlyMemory<T> run)
    {
        run = list._messages.First;
        if (run.IsEmpty)
        {
            return false;
        }
        list = list._messages.IsSingleSegment ? default : new(list._messages.Slice(run.Length));
        return true;
    }

    private static ReadOnlySequence<T> WithoutEmptyStart(in ReadOnlySequence<T> messages)
    {
        if (!messages.FirstSpan.IsEmpty)
        {
            return messages;
        }
        SequencePosition position = messages.Start;
        while (messages.TryGet(ref position, out ReadOnlyMemory<T> segment, advance: false) && segment.IsEmpty)
        {
            _ = messages.TryGet(ref position, out _);
            if (position.GetObject() is null)
            {
                return default;
            }
        }
        return messages.IsEmpty ? default : messages.Slice(position);
    }
}
