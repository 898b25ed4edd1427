using System.Diagnostics.CodeAnalysis;

namespace Enso.Queues;

/// <summary>The step of an unfold that may end (a coalgebra of the list functor): from a state either nothing, or a
/// message and the next state.</summary>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
/// <typeparam name="TMessage">What comes out.</typeparam>
public interface IUnfold<TState, TMessage>
{
    /// <summary>Takes a step.</summary>
    /// <param name="state">The state, which becomes the next one.</param>
    /// <param name="message">The message.</param>
    /// <returns>False: the unfold is at its end, and every further step says so too.</returns>
    bool TryStep(ref TState state, [MaybeNullWhen(false)] out TMessage message);
}
