namespace Enso.Queues;

/// <summary>Says at which message a stream becomes another stream, and which.</summary>
/// <typeparam name="TMessage">What both streams carry.</typeparam>
/// <typeparam name="TNext">The machine of the stream that is switched to.</typeparam>
public interface ISwitch<TMessage, TNext>
    where TNext : struct, IStreamMachine<TMessage>
{
    /// <summary>Looks at a message of the first stream.</summary>
    /// <param name="message">The message.</param>
    /// <param name="next">The stream to go on with.</param>
    /// <returns>True: the message is the switch, is not passed on, and <paramref name="next"/> follows.</returns>
    bool TrySwitch(TMessage message, out Stream<TMessage, TNext> next);
}
