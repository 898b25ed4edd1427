namespace ReactorBench;

/// <summary>Something that does operations of one kind. It is disposed of when all are measured.</summary>
internal abstract class Subject : IDisposable
{
    /// <summary>Does operations.</summary>
    /// <param name="count">How many.</param>
    public abstract void Run(int count);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
