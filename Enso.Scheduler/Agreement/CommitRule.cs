using System.Numerics;

namespace Enso.Scheduler;

/// <summary>Decides when a round may be committed, and which cores are enough to go on. Tests put a wrong one in
/// its place to see that they notice.</summary>
internal class CommitRule
{
    public static readonly CommitRule Right = new();

    /// <summary>Whether cores are a quorum: any two quorums have a core in common. It is more than half; where
    /// there is an even number of cores, a half with core 0 is one too.</summary>
    public static bool IsQuorum(ulong cores, int count) =>
        (2 * BitOperations.PopCount(cores)) + (int)(count % 2 == 0 ? cores & 1 : 0) > count;

    /// <summary>Whether a round may be committed.</summary>
    /// <param name="votes">Who has prepared.</param>
    /// <param name="members">Who is not silent and up to date.</param>
    /// <param name="count">How many cores there are.</param>
    public virtual bool MayCommit(ulong votes, ulong members, int count) =>
        (members & ~votes) == 0 && IsQuorum(votes, count);

    /// <summary>Whether a core may prepare what a coordinator asks.</summary>
    /// <param name="view">The coordinator's view.</param>
    /// <param name="promised">The view that the core has promised.</param>
    public virtual bool MayVote(long view, long promised) => view >= promised;
}
