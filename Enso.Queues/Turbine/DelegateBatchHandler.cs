namespace Enso.Queues;

/// <summary>A delegate as a handler.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="handler">The delegate.</param>
internal readonly struct DelegateBatchHandler<T>(BatchHandler<T> handler) : IBatchHandler<T>
{
    /// <inheritdoc/>
    public void Handle(Slots<T> messages, long sequence, bool isLast) => handler(messages, sequence, isLast);
}
