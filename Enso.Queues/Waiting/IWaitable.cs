namespace Enso.Queues;

/// <summary>An end of a queue as a scheduler waits for it that has threads or tasks of its own: it looks by itself, as often
/// as it likes, and asks to be called only when it is about to sleep.</summary>
public interface IWaitable
{
    /// <summary>Whether waiting would be over: there is a message to be read, or room to write, or the queue is completed.
    /// </summary>
    bool IsReady { get; }

    /// <summary>Asks to be called once, when waiting may be over.</summary>
    /// <param name="wake">Called on the thread that changes the queue; it must be short, must not throw, and may come even
    /// though waiting is not over. Until it is called, or taken back, the end waits in no other way.</param>
    /// <returns>False when waiting is over already: nothing is called then.</returns>
    /// <exception cref="InvalidOperationException">The end waits already.</exception>
    bool TryArm(Action wake);

    /// <summary>Takes that back.</summary>
    /// <returns>Whether it was still to come; false when it was called, or is just being called. Either way the end can wait
    /// again at once.</returns>
    bool Disarm();
}
