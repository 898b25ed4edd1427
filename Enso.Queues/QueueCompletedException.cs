namespace Enso.Queues;

/// <summary>A queue was completed: nothing more can be published to it, or nothing more will come from it.</summary>
public sealed class QueueCompletedException : InvalidOperationException
{
    /// <summary>Makes the exception with a message of its own.</summary>
    public QueueCompletedException()
        : base("The queue is completed: nothing more can be published to it, and all that was has been taken.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was done to the completed queue.</param>
    public QueueCompletedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was done to the completed queue.</param>
    /// <param name="innerException">Why it was completed.</param>
    public QueueCompletedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
