namespace Enso.Scheduler;

/// <summary>What a <see cref="FastDelivery{T,TStorage,TWork}"/> does with messages. A structure, compiled into
/// it.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IDelivery<T>
{
    /// <summary>Whether there is a message to be received.</summary>
    bool CanReceive { get; }

    /// <summary>Receives a message into its place.</summary>
    /// <param name="place">The place, with what was there before.</param>
    void Receive(ref T place);

    /// <summary>Makes the answer of the message, where it lies.</summary>
    /// <param name="message">The message.</param>
    void Process(ref T message);

    /// <summary>Sends the answer from where it lies.</summary>
    /// <param name="message">The answer.</param>
    /// <returns>Whether it was taken; it is tried again later when not.</returns>
    bool TrySend(ref T message);
}
