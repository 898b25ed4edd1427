namespace Enso.Scheduler;

/// <summary>What a <see cref="Balancer{TKey, T, TWork}"/> does with messages. A structure, compiled into it.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IBalanced<TKey, T>
{
    /// <summary>The key of a message: those of a key stay in order.</summary>
    /// <param name="message">The message.</param>
    TKey KeyOf(in T message);

    /// <summary>The priority of a message on the way out: from 0, the highest. Messages of a key that are to stay in
    /// order have the same.</summary>
    /// <param name="message">The message, when it was processed.</param>
    int PriorityOf(in T message);

    /// <summary>Makes the answer of a message, on the core where its key is.</summary>
    /// <param name="core">The core.</param>
    /// <param name="message">The message.</param>
    void Process(int core, ref T message);
}
