namespace Enso.Queues;

/// <summary>A message was asked of a pool that had none left.</summary>
public sealed class PoolExhaustedException : InvalidOperationException
{
    /// <summary>Makes the exception with a message of its own.</summary>
    public PoolExhaustedException()
        : base("All messages of the pool are rented.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">How many messages the pool has.</param>
    public PoolExhaustedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">How many messages the pool has.</param>
    /// <param name="innerException">What led to it.</param>
    public PoolExhaustedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
