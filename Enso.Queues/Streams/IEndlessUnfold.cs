namespace Enso.Queues;

/// <summary>The step of an unfold without an end (a coalgebra of the stream functor): from a state always a message and
/// the next state.</summary>
/// <typeparam name="TState">What is carried from step to step.</typeparam>
/// <typeparam name="TMessage">What comes out.</typeparam>
public interface IEndlessUnfold<TState, out TMessage>
{
    /// <summary>Takes a step.</summary>
    /// <param name="state">The state, which becomes the next one.</param>
    TMessage Step(ref TState state);
}
