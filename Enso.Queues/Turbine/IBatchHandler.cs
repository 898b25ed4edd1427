namespace Enso.Queues;

/// <summary>What a stage of a turbine does with its messages. Made a structure, it is compiled into the
/// stage's loop.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IBatchHandler<T>
{
    /// <summary>Handles messages where they lie; it may change them. They are released when it
    /// returns.</summary>
    /// <param name="messages">At least one.</param>
    /// <param name="sequence">The first one's sequence.</param>
    /// <param name="isLast">Whether no more are there just now: the time to flush what was gathered.</param>
    void Handle(Slots<T> messages, long sequence, bool isLast);
}
