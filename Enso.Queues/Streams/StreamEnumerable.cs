namespace Enso.Queues;

/// <summary>Streams as <see cref="IEnumerable{T}"/>.</summary>
internal static class StreamEnumerable
{
    public static IEnumerable<TMessage> Over<TMessage, TMachine>(TMachine machine)
        where TMachine : struct, IStreamMachine<TMessage>
    {
        // Each enumerator has the argument for itself: the compiler copies it.
        while (machine.TryNext(out TMessage? message))
        {
            yield return message;
        }
    }
}
