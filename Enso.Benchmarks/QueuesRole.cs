namespace Enso.Benchmarks;

/// <summary>What part a queue plays in the comparison.</summary>
public enum QueuesRole
{
    /// <summary>It is of Enso.Queues.</summary>
    Own,

    /// <summary>It has nothing but what passing a message takes: nothing can be much quicker.</summary>
    Floor,

    /// <summary>It is somebody else's.</summary>
    Peer,
}
