namespace Enso.Queues;

/// <summary>How a thread waits at a queue. Asynchronous waiting gives up the thread, whatever is chosen here.</summary>
public enum WaitStrategy
{
    /// <summary>It watches. The quickest, and it needs a core of its own.</summary>
    Spin,

    /// <summary>It watches a little and then lets others run between looks.</summary>
    Yield,

    /// <summary>It watches a little and then sleeps until it is woken.</summary>
    Park,
}
