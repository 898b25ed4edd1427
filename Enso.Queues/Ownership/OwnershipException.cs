namespace Enso.Queues;

/// <summary>A handle was used that does not own its message: the message was sent or disposed before.</summary>
public sealed class OwnershipException : InvalidOperationException
{
    /// <summary>Makes the exception with a message of its own.</summary>
    public OwnershipException()
        : base("The handle does not own the message.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was done, and what had been done before.</param>
    public OwnershipException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was done, and what had been done before.</param>
    /// <param name="innerException">What led to it.</param>
    public OwnershipException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
