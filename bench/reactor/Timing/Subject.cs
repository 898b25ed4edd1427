namespace ReactorBench;

/// <summary>Something that does operations of one kind.</summary>
internal abstract class Subject
{
    /// <summary>Does operations.</summary>
    /// <param name="count">How many.</param>
    public abstract void Run(int count);
}
