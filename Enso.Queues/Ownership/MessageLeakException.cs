namespace Enso.Queues;

/// <summary>A pool was disposed while messages were still out.</summary>
public sealed class MessageLeakException : InvalidOperationException
{
    /// <summary>Makes the exception with a message of its own.</summary>
    public MessageLeakException()
        : base("Messages of the pool were never returned.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">How many were out, and where each was rented if the pool records that.</param>
    public MessageLeakException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">How many were out, and where each was rented if the pool records that.</param>
    /// <param name="innerException">What led to it.</param>
    public MessageLeakException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
