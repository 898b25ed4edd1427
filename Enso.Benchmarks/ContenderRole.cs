namespace Enso.Benchmarks;

/// <summary>What part a contender plays in the comparison.</summary>
public enum ContenderRole
{
    /// <summary>It is Ensō's own.</summary>
    Own,

    /// <summary>It does nothing but what the operation takes: nothing can be much quicker.</summary>
    Floor,

    /// <summary>It is somebody else's.</summary>
    Peer,
}
