namespace Enso.Queues;

/// <summary>A session was used in a way that its types do not show to be wrong: a state for the second time, a way that
/// was not taken, a session that was abandoned; or the other end does not keep to the protocol.</summary>
public sealed class SessionException : InvalidOperationException
{
    /// <summary>Makes the exception with a message of its own.</summary>
    public SessionException()
        : base("The session was not used as its protocol says.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was done.</param>
    public SessionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was done.</param>
    /// <param name="innerException">What led to it.</param>
    public SessionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
