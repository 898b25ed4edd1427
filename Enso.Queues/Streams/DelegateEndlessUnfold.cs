namespace Enso.Queues;

/// <summary>A delegate as the step of an unfold without an end. Each step goes through the delegate.</summary>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
/// <typeparam name="TMessage">What comes out.</typeparam>
/// <param name="step">From a state, the message and the next state.</param>
public readonly struct DelegateEndlessUnfold<TState, TMessage>(Func<TState, (TMessage Message, TState Next)> step)
    : IEndlessUnfold<TState, TMessage>
{
    private readonly Func<TState, (TMessage Message, TState Next)> _step =
        step ?? throw new ArgumentNullException(nameof(step));

    /// <inheritdoc/>
    public TMessage Step(ref TState state)
    {
        (TMessage message, state) = _step(state);
        return message;
    }
}
