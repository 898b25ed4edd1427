using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A stream: a head, and a tail that is a stream. It is a value, and what is composed of it is one machine
/// that compiles to one loop.</summary>
/// <remarks>
/// A <see cref="MessageList{T}"/> is data: there whole, built from <c>Nil</c> and <c>Cons</c>, and folded. A stream is
/// its dual, codata: unfolded from a state, and there only as far as it is pulled. It has two forms. As a value,
/// <see cref="Head"/> and <see cref="Tail"/> leave it where it is. As a machine, <see cref="TryNext"/> gives the head
/// and makes the variable itself the tail, which costs less.
/// <para>Everything but <see cref="TryNext"/> works on a copy. Of a persistent stream
/// (<see cref="IStreamMachine{TMessage}.IsPersistent"/>) the original can be used again; any other draws on something
/// outside, and is for one use.</para>
/// <para>The name has two type parameters, so that it does not collide with <see cref="System.IO.Stream"/>, which
/// implicit usings bring into every file; for the same reason its functions are in <see cref="Streams"/>. A list could
/// not keep its short name, since <see cref="List{T}"/> has as many type parameters. Of a stream's type one writes
/// <c>var</c>.</para>
/// </remarks>
/// <typeparam name="TMessage">What it carries.</typeparam>
/// <typeparam name="TMachine">The machine that is pulled.</typeparam>
public struct Stream<TMessage, TMachine>
    where TMachine : struct, IStreamMachine<TMessage>
{
    private TMachine _machine;

    /// <summary>Makes a stream of a machine.</summary>
    /// <param name="machine">The machine, in the state that the stream begins with.</param>
    public Stream(TMachine machine) => _machine = machine;

    /// <summary>Whether it never ends.</summary>
    public static bool IsEndless => TMachine.IsEndless;

    /// <summary>Whether a copy is a stream of its own.</summary>
    public static bool IsPersistent => TMachine.IsPersistent;

    /// <summary>The machine, as it stands.</summary>
    public readonly TMachine Machine => _machine;

    /// <summary>The first message. The stream stays where it is.</summary>
    /// <exception cref="InvalidOperationException">The stream is at its end, or is not persistent.</exception>
    public readonly TMessage Head => TryUncons(out TMessage? head, out _) ? head : throw StreamFailures.AtEnd();

    /// <summary>What follows the first message.</summary>
    /// <exception cref="InvalidOperationException">The stream is at its end, or is not persistent.</exception>
    public readonly Stream<TMessage, TMachine> Tail =>
        TryUncons(out _, out Stream<TMessage, TMachine> tail) ? tail : throw StreamFailures.AtEnd();

    /// <summary>Takes the stream apart, and leaves it where it is.</summary>
    /// <param name="head">The first message.</param>
    /// <param name="tail">What follows it.</param>
    /// <returns>False: the stream is at its end.</returns>
    /// <exception cref="InvalidOperationException">The stream is not persistent.</exception>
    public readonly bool TryUncons([MaybeNullWhen(false)] out TMessage head, out Stream<TMessage, TMachine> tail)
    {
        if (!TMachine.IsPersistent)
        {
            throw StreamFailures.NotPersistent();
        }
        tail = this;
        return tail._machine.TryNext(out head);
    }

    /// <summary>Pulls the next message: this variable becomes the tail.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False: the stream is at its end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out TMessage message) => _machine.TryNext(out message);

    /// <summary>Pulls the next message of a stream that has one: this variable becomes the tail.</summary>
    /// <exception cref="InvalidOperationException">The stream is at its end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TMessage Next() => _machine.TryNext(out TMessage? message) ? message : throw StreamFailures.AtEnd();

    /// <summary>Puts a message in front.</summary>
    /// <param name="head">The message.</param>
    public readonly Stream<TMessage, PrependMachine<TMessage, TMachine>> Prepend(TMessage head) =>
        new(new(head, _machine));

    /// <summary>Each message through a function.</summary>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <typeparam name="TFunction">The function, which is compiled into the loop.</typeparam>
    /// <param name="function">The function.</param>
    public readonly Stream<TResult, MapMachine<TMessage, TMachine, TResult, TFunction>> Map<TResult, TFunction>(
        TFunction function)
        where TFunction : struct, IFunction<TMessage, TResult> => new(new(_machine, function));

    /// <summary>Each message through a delegate, which is called for each.</summary>
    /// <typeparam name="TResult">What comes out.</typeparam>
    /// <param name="function">The function.</param>
    public readonly Stream<TResult, MapMachine<TMessage, TMachine, TResult, DelegateFunction<TMessage, TResult>>>
        Map<TResult>(Func<TMessage, TResult> function) => new(new(_machine, new(function)));

    /// <summary>The messages for which a predicate holds.</summary>
    /// <typeparam name="TPredicate">The predicate, which is compiled into the loop.</typeparam>
    /// <param name="predicate">The predicate.</param>
    public readonly Stream<TMessage, FilterMachine<TMessage, TMachine, TPredicate>> Filter<TPredicate>(
        TPredicate predicate)
        where TPredicate : struct, IFunction<TMessage, bool> => new(new(_machine, predicate));

    /// <summary>The messages for which a predicate holds, a delegate that is called for each.</summary>
    /// <param name="predicate">The predicate.</param>
    public readonly Stream<TMessage, FilterMachine<TMessage, TMachine, DelegateFunction<TMessage, bool>>> Filter(
        Func<TMessage, bool> predicate) => new(new(_machine, new(predicate)));

    /// <summary>Pairs of a message of this stream and one of another, until either ends. This one is pulled first; its
    /// last message is lost if the other has no partner for it.</summary>
    /// <typeparam name="TOther">What the other carries.</typeparam>
    /// <typeparam name="TOtherMachine">The other's machine.</typeparam>
    /// <param name="other">The other.</param>
    public readonly Stream<(TMessage Left, TOther Right), ZipMachine<TMessage, TMachine, TOther, TOtherMachine>>
        Zip<TOther, TOtherMachine>(Stream<TOther, TOtherMachine> other)
        where TOtherMachine : struct, IStreamMachine<TOther> => new(new(_machine, other._machine));

    /// <summary>This ordered stream and another as one ordered stream. Of equal messages this one's come first.
    /// </summary>
    /// <typeparam name="TOther">The other's machine.</typeparam>
    /// <typeparam name="TComparer">The order, which is compiled into the loop.</typeparam>
    /// <param name="other">The other.</param>
    /// <param name="comparer">The order in which both are.</param>
    public readonly Stream<TMessage, MergeMachine<TMessage, TMachine, TOther, TComparer>> Merge<TOther, TComparer>(
        Stream<TMessage, TOther> other, TComparer comparer)
        where TOther : struct, IStreamMachine<TMessage>
        where TComparer : struct, IComparer<TMessage> => new(new(_machine, other.Machine, comparer));

    /// <summary>This ordered stream and another as one, in an order that a delegate says.</summary>
    /// <typeparam name="TOther">The other's machine.</typeparam>
    /// <param name="other">The other.</param>
    /// <param name="comparison">The order in which both are.</param>
    public readonly Stream<TMessage, MergeMachine<TMessage, TMachine, TOther, DelegateComparer<TMessage>>>
        Merge<TOther>(Stream<TMessage, TOther> other, Comparison<TMessage> comparison)
        where TOther : struct, IStreamMachine<TMessage> =>
        new(new(_machine, other.Machine, new DelegateComparer<TMessage>(comparison)));

    /// <summary>This ordered stream and another as one, in the order that the messages have of themselves.</summary>
    /// <typeparam name="TOther">The other's machine.</typeparam>
    /// <param name="other">The other.</param>
    public readonly Stream<TMessage, MergeMachine<TMessage, TMachine, TOther, NaturalComparer<TMessage>>>
        Merge<TOther>(Stream<TMessage, TOther> other)
        where TOther : struct, IStreamMachine<TMessage> => new(new(_machine, other.Machine, default));

    /// <summary>A message of this stream and one of another by turns; when one has ended, the rest of the other.
    /// </summary>
    /// <typeparam name="TOther">The other's machine.</typeparam>
    /// <param name="other">The other.</param>
    public readonly Stream<TMessage, InterleaveMachine<TMessage, TMachine, TOther>> Interleave<TOther>(
        Stream<TMessage, TOther> other)
        where TOther : struct, IStreamMachine<TMessage> => new(new(_machine, other.Machine));

    /// <summary>The first messages, as many as said or as there are; nothing is pulled beyond them.</summary>
    /// <param name="count">How many; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public readonly Stream<TMessage, TakeMachine<TMessage, TMachine>> Take(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(new(_machine, count));
    }

    /// <summary>Windows of so many messages, one after the other.</summary>
    /// <param name="size">How many messages a window has; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public readonly Stream<MessageList<TMessage>, WindowMachine<TMessage, TMachine>> Window(int size) =>
        Window(size, size);

    /// <summary>Windows of so many messages, each so many messages after the one before. A window is a view of a buffer
    /// that is allocated here, and holds until the next pull.</summary>
    /// <param name="size">How many messages a window has; at least one.</param>
    /// <param name="step">How many messages further the next one begins; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or the step is not positive.</exception>
    public readonly Stream<MessageList<TMessage>, WindowMachine<TMessage, TMachine>> Window(int size, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        return new(new(_machine, size, step));
    }

    /// <summary>The messages up to the one that is the switch, then those of the stream that it leads to.</summary>
    /// <typeparam name="TNext">The machine of the stream that is switched to.</typeparam>
    /// <typeparam name="TSwitch">Says when and to what, and is compiled into the loop.</typeparam>
    /// <param name="switch">Says when and to what.</param>
    public readonly Stream<TMessage, SwitchMachine<TMessage, TMachine, TNext, TSwitch>> Switch<TNext, TSwitch>(
        TSwitch @switch)
        where TNext : struct, IStreamMachine<TMessage>
        where TSwitch : struct, ISwitch<TMessage, TNext> => new(new(_machine, @switch));

    /// <summary>The messages up to the first for which a delegate holds, then those of the stream that another makes of
    /// that message.</summary>
    /// <typeparam name="TNext">The machine of the stream that is switched to.</typeparam>
    /// <param name="isSwitch">Whether a message is the switch; it is not passed on.</param>
    /// <param name="next">From that message, the stream to go on with.</param>
    public readonly Stream<TMessage, SwitchMachine<TMessage, TMachine, TNext, DelegateSwitch<TMessage, TNext>>>
        Switch<TNext>(Func<TMessage, bool> isSwitch, Func<TMessage, Stream<TMessage, TNext>> next)
        where TNext : struct, IStreamMachine<TMessage> =>
        new(new(_machine, new DelegateSwitch<TMessage, TNext>(isSwitch, next)));

    /// <summary>Folds the messages from the first on (a left fold). After an unfold this is one loop, the
    /// hylomorphism: no list is there in between.</summary>
    /// <typeparam name="TState">What is gathered.</typeparam>
    /// <typeparam name="TFolder">The step, which is compiled into the loop.</typeparam>
    /// <param name="seed">What there is before the first message.</param>
    /// <param name="folder">From what is gathered and a message, what is gathered then.</param>
    /// <exception cref="InvalidOperationException">The stream is endless: a fold of it would be so too.</exception>
    public readonly TState Fold<TState, TFolder>(TState seed, TFolder folder)
        where TFolder : struct, IBinaryFunction<TState, TMessage, TState>
    {
        if (TMachine.IsEndless)
        {
            throw StreamFailures.Endless();
        }
        TMachine machine = _machine;
        while (machine.TryNext(out TMessage? message))
        {
            seed = folder.Invoke(seed, message);
        }
        return seed;
    }

    /// <summary>Folds the messages with a delegate, which is called for each.</summary>
    /// <typeparam name="TState">What is gathered.</typeparam>
    /// <param name="seed">What there is before the first message.</param>
    /// <param name="folder">From what is gathered and a message, what is gathered then.</param>
    /// <exception cref="InvalidOperationException">The stream is endless: a fold of it would be so too.</exception>
    public readonly TState Fold<TState>(TState seed, Func<TState, TMessage, TState> folder) =>
        Fold(seed, new DelegateBinaryFunction<TState, TMessage, TState>(folder));

    /// <summary>Pulls messages into memory until it is full or the stream is at its end: this variable becomes what
    /// follows them.</summary>
    /// <param name="destination">Where they go.</param>
    /// <returns>How many there were.</returns>
    public int Read(scoped Span<TMessage> destination)
    {
        TMachine machine = _machine;
        int count = 0;
        while (count < destination.Length && machine.TryNext(out TMessage? message))
        {
            destination[count++] = message;
        }
        _machine = machine;
        return count;
    }

    /// <summary>Pulls messages as a list in the caller's memory: this variable becomes what follows them.</summary>
    /// <param name="store">Where the list will lie.</param>
    public MessageList<TMessage> ReadList(Memory<TMessage> store) => new(store[..Read(store.Span)]);

    /// <summary>The messages as a list, in memory that is allocated for it.</summary>
    /// <exception cref="InvalidOperationException">The stream is endless.</exception>
    public readonly MessageList<TMessage> ToList() => new(ToArray());

    /// <summary>The messages as an array.</summary>
    /// <exception cref="InvalidOperationException">The stream is endless.</exception>
    public readonly TMessage[] ToArray()
    {
        if (TMachine.IsEndless)
        {
            throw StreamFailures.Endless();
        }
        List<TMessage> messages = [];
        foreach (TMessage message in this)
        {
            messages.Add(message);
        }
        return [.. messages];
    }

    /// <summary>For <c>foreach</c>, without an allocation or a call through an interface.</summary>
    public readonly StreamEnumerator<TMessage, TMachine> GetEnumerator() => new(_machine);

    /// <summary>The messages for code that asks for the interface, which allocates an enumerator each time.</summary>
    public readonly IEnumerable<TMessage> ToEnumerable() => StreamEnumerable.Over<TMessage, TMachine>(_machine);

    /// <summary>The messages for code that asks for the interface. Nothing in it waits; between two messages it looks
    /// whether it was cancelled.</summary>
    public readonly IAsyncEnumerable<TMessage> ToAsyncEnumerable() =>
        new StreamAsyncEnumerable<TMessage, TMachine>(_machine);
}
