namespace Enso.Queues;

/// <summary>Where streams come from.</summary>
public static class Streams
{
    /// <summary>Unfolds a stream that may end (the anamorphism).</summary>
    /// <typeparam name="TState">What is carried from step to step. A state without references makes a persistent
    /// stream.</typeparam>
    /// <typeparam name="TMessage">What comes out.</typeparam>
    /// <typeparam name="TUnfold">The step, which is compiled into the loop.</typeparam>
    /// <param name="seed">The first state.</param>
    /// <param name="unfold">The step.</param>
    public static Stream<TMessage, UnfoldMachine<TState, TMessage, TUnfold>> Unfold<TState, TMessage, TUnfold>(
        TState seed, TUnfold unfold)
        where TUnfold : struct, IUnfold<TState, TMessage> => new(new(seed, unfold));

    /// <summary>Unfolds a stream that may end with a delegate, which is called for each message.</summary>
    /// <typeparam name="TState">What is carried from step to step.</typeparam>
    /// <typeparam name="TMessage">What comes out.</typeparam>
    /// <param name="seed">The first state.</param>
    /// <param name="step">From a state, the message and the next state, or null at the end.</param>
    public static Stream<TMessage, UnfoldMachine<TState, TMessage, DelegateUnfold<TState, TMessage>>>
        Unfold<TState, TMessage>(TState seed, Func<TState, (TMessage Message, TState Next)?> step) =>
        new(new(seed, new(step)));

    /// <summary>Unfolds a stream without an end.</summary>
    /// <typeparam name="TState">What is carried from step to step. A state without references makes a persistent
    /// stream.</typeparam>
    /// <typeparam name="TMessage">What comes out.</typeparam>
    /// <typeparam name="TUnfold">The step, which is compiled into the loop.</typeparam>
    /// <param name="seed">The first state.</param>
    /// <param name="unfold">The step.</param>
    public static Stream<TMessage, EndlessUnfoldMachine<TState, TMessage, TUnfold>>
        UnfoldEndless<TState, TMessage, TUnfold>(TState seed, TUnfold unfold)
        where TUnfold : struct, IEndlessUnfold<TState, TMessage> => new(new(seed, unfold));

    /// <summary>Unfolds a stream without an end with a delegate, which is called for each message.</summary>
    /// <typeparam name="TState">What is carried from step to step.</typeparam>
    /// <typeparam name="TMessage">What comes out.</typeparam>
    /// <param name="seed">The first state.</param>
    /// <param name="step">From a state, the message and the next state.</param>
    public static Stream<TMessage, EndlessUnfoldMachine<TState, TMessage, DelegateEndlessUnfold<TState, TMessage>>>
        UnfoldEndless<TState, TMessage>(TState seed, Func<TState, (TMessage Message, TState Next)> step) =>
        new(new(seed, new(step)));

    /// <summary>Unfolds and folds in one loop (the hylomorphism): no list is there in between.</summary>
    /// <typeparam name="TState">What the unfold carries.</typeparam>
    /// <typeparam name="TMessage">What the one gives to the other.</typeparam>
    /// <typeparam name="TResult">What the fold gathers.</typeparam>
    /// <typeparam name="TUnfold">The unfold's step.</typeparam>
    /// <typeparam name="TFolder">The fold's step.</typeparam>
    /// <param name="state">The unfold's first state.</param>
    /// <param name="unfold">The unfold's step.</param>
    /// <param name="seed">What there is before the first message.</param>
    /// <param name="folder">The fold's step.</param>
    public static TResult Refold<TState, TMessage, TResult, TUnfold, TFolder>(
        TState state, TUnfold unfold, TResult seed, TFolder folder)
        where TUnfold : struct, IUnfold<TState, TMessage>
        where TFolder : struct, IBinaryFunction<TResult, TMessage, TResult> =>
        Unfold<TState, TMessage, TUnfold>(state, unfold).Fold(seed, folder);

    /// <summary>Chooses for each message which of two streams it is pulled from. It ends with the choices, or when the
    /// chosen stream has ended.</summary>
    /// <typeparam name="TMessage">What both carry.</typeparam>
    /// <typeparam name="TChoices">The choices' machine.</typeparam>
    /// <typeparam name="TLeft">The first stream's machine.</typeparam>
    /// <typeparam name="TRight">The second stream's machine.</typeparam>
    /// <param name="choices">True for the first stream, false for the second.</param>
    /// <param name="left">The first stream.</param>
    /// <param name="right">The second stream.</param>
    public static Stream<TMessage, SelectMachine<TMessage, TChoices, TLeft, TRight>>
        Select<TMessage, TChoices, TLeft, TRight>(
            Stream<bool, TChoices> choices, Stream<TMessage, TLeft> left, Stream<TMessage, TRight> right)
        where TChoices : struct, IStreamMachine<bool>
        where TLeft : struct, IStreamMachine<TMessage>
        where TRight : struct, IStreamMachine<TMessage> =>
        new(new(choices.Machine, left.Machine, right.Machine));

    /// <summary>Pulls from what is enumerated. It allocates the enumerator here, and calls it through the interface for
    /// each message.</summary>
    /// <typeparam name="TMessage">What comes out.</typeparam>
    /// <param name="source">What is enumerated.</param>
    public static Stream<TMessage, EnumeratorMachine<TMessage, IEnumerator<TMessage>>> From<TMessage>(
        IEnumerable<TMessage> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(new(source.GetEnumerator()));
    }

    /// <summary>Pulls from an enumerator. A structure, such as the one of <see cref="List{T}"/>, is compiled into the
    /// loop.</summary>
    /// <typeparam name="TMessage">What comes out.</typeparam>
    /// <typeparam name="TEnumerator">The enumerator.</typeparam>
    /// <param name="enumerator">The enumerator.</param>
    public static Stream<TMessage, EnumeratorMachine<TMessage, TEnumerator>> FromEnumerator<TMessage, TEnumerator>(
        TEnumerator enumerator)
        where TEnumerator : IEnumerator<TMessage> => new(new(enumerator));
}
