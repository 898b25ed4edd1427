namespace Enso.Scheduler;

/// <summary>Something that a task of a core waits for, and for no longer than until a time.</summary>
internal abstract class Completion
{
    /// <summary>The task that waits; null when none does.</summary>
    public TaskNode? Node { get; set; }

    /// <summary>Whether it has come.</summary>
    public bool IsDone { get; set; }

    /// <summary>Says that it has come. On the core's thread.</summary>
    /// <param name="reactor">The core's.</param>
    public void Finish(Reactor reactor)
    {
        IsDone = true;
        if (Node is { } node)
        {
            reactor.Happen(node, Awaited.Completion);
        }
    }

    /// <summary>The task that waits is no more: it was ended from outside.</summary>
    public abstract void Forsake();
}
