using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A queue of a core that others can subscribe to.</summary>
public interface IPublication
{
    /// <summary>What people know it by.</summary>
    string Name { get; }

    /// <summary>What can be seen of it from outside.</summary>
    QueueProperties Properties { get; }

    /// <summary>Adds a reader: a cursor on the owner's own ring, so that nothing is copied.</summary>
    /// <returns>The reader, of the type that the queue has.</returns>
    object Subscribe();
}
