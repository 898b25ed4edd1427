using System.Diagnostics.CodeAnalysis;

namespace Enso.Queues;

/// <summary>A delegate as the step of an unfold that may end. Each step goes through the delegate.</summary>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
/// <typeparam name="TMessage">What comes out.</typeparam>
/// <param name="step">From a state, the message and the next state, or null at the end.</param>
public readonly struct DelegateUnfold<TState, TMessage>(Func<TState, (TMessage Message, TState Next)?> step)
    : IUnfold<TState, TMessage>
{
    private readonly Func<TState, (TMessage Message, TState Next)?> _step =
        step ?? throw new ArgumentNullException(nameof(step));

    /// <inheritdoc/>
    public bool TryStep(ref TState state, [MaybeNullWhen(false)] out TMessage message)
    {
        if (_step(state) is { } taken)
        {
            (message, state) = taken;
            return true;
        }
        message = default;
        return false;
    }
}
