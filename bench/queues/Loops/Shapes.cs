namespace QueuesBench;

/// <summary>How many threads may be at the ends of a queue, besides one at each.</summary>
[Flags]
internal enum Shapes
{
    /// <summary>One writer and one reader.</summary>
    OneToOne = 0,

    /// <summary>Two writers.</summary>
    TwoWriters = 1,

    /// <summary>Two readers, each of which gets every message.</summary>
    TwoReaders = 2,
}
