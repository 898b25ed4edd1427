namespace Enso.Queues;

/// <summary>A reader was declared dead, because it held the writer up: what it was reading may have been written over.
/// </summary>
public sealed class ReaderDeadException : InvalidOperationException
{
    /// <summary>Makes the exception with its own message.</summary>
    public ReaderDeadException()
        : base("This reader was declared dead: messages that it had not released may have been written over. "
            + "Dispose of it and subscribe anew.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    public ReaderDeadException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public ReaderDeadException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
