using System.Diagnostics.CodeAnalysis;

namespace Enso.Queues;

/// <summary>The state machine inside a <see cref="Stream{TMessage, TMachine}"/>: the form in which a stream is pulled.
/// </summary>
/// <remarks>
/// It is implemented by structures that hold the machines they pull from as fields, so that a composition is one
/// structure, and its pull compiles to one loop without a call through an interface or a delegate.
/// <para>The static members are facts of the type. They are constants when a composition is compiled, and cost nothing.
/// </para>
/// </remarks>
/// <typeparam name="TMessage">What comes out.</typeparam>
public interface IStreamMachine<TMessage>
{
    /// <summary>Whether it never ends: <see cref="TryNext"/> never gives false. It may still run for ever, as a filter
    /// does that nothing passes.</summary>
    static abstract bool IsEndless { get; }

    /// <summary>Whether a copy of the structure is a stream of its own, so that pulling from one leaves the other where
    /// it is. Not so for what draws on something outside, such as an enumerator or a buffer.</summary>
    static abstract bool IsPersistent { get; }

    /// <summary>Pulls the next message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False: the stream is at its end, and every further pull says so too.</returns>
    bool TryNext([MaybeNullWhen(false)] out TMessage message);
}
