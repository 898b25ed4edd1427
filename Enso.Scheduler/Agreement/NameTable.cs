namespace Enso.Scheduler;

/// <summary>Names that all cores of a cluster know. A name belongs to the first who registers it; everybody else is
/// told whose it is.</summary>
public sealed class NameTable
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaximumLength = 255;

    /// <summary>Makes it, without names.</summary>
    /// <param name="cluster">The cores.</param>
    /// <param name="name">What people know it by: in the log.</param>
    /// <param name="options">What its map is made with; null for the default.</param>
    public NameTable(Cluster cluster, string name, ClusterMapOptions? options = null) =>
        Map = new ClusterMap<string, NameEntry>(cluster, name, options);

    /// <summary>The map that it is: its entries, and what cores know of each other.</summary>
    public ClusterMap<string, NameEntry> Map { get; }

    /// <summary>Refuses what cannot be a name.</summary>
    /// <param name="name">The name: from 1 to <see cref="MaximumLength"/> characters.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaximumLength, nameof(name));
    }

    /// <summary>Looks a name up in a core's copy: nothing is sent, nothing allocated. A name that was registered on
    /// another core a moment ago may be under way yet; <see cref="Find"/> waits for it.</summary>
    /// <param name="reactor">The core's, on its thread.</param>
    /// <param name="name">The name.</param>
    /// <param name="entry">What it stands for.</param>
    /// <returns>Whether there is such a name here.</returns>
    public bool TryResolve(Reactor reactor, string name, out NameEntry entry) => Map.TryGet(reactor, name, out entry);

    /// <summary>Looks a name up among all that was agreed before, on whatever core. It costs a round.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="name">The name.</param>
    /// <returns>Found with what it stands for, unknown, or unavailable.</returns>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public async ReactorTask<NameResult> Find(TaskContext context, string name)
    {
        Check(name);
        ProposalResult<NameEntry> result = await Map.Propose(context, Change<string, NameEntry>.Look(name));
        return NameResult.Of(in result, NameStatus.Found, result.HasValue ? NameStatus.Found : NameStatus.Unknown);
    }

    /// <summary>Registers a name.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="name">The name: from 1 to <see cref="MaximumLength"/> characters.</param>
    /// <param name="entry">What it is to stand for.</param>
    /// <returns>Registered; taken, with the entry that has the name and keeps it; or unavailable.</returns>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public async ReactorTask<NameResult> Register(TaskContext context, string name, NameEntry entry)
    {
        Check(name);
        ProposalResult<NameEntry> result =
            await Map.Propose(context, Change<string, NameEntry>.PutIfAbsent(name, entry));
        return NameResult.Of(in result, NameStatus.Registered, NameStatus.Taken);
    }

    /// <summary>Gives up a name.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="name">The name.</param>
    /// <param name="entry">What it stands for.</param>
    /// <returns>Released; not held, when it stands for something else or nothing; or unavailable.</returns>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public async ReactorTask<NameResult> Release(TaskContext context, string name, NameEntry entry)
    {
        Check(name);
        ProposalResult<NameEntry> result =
            await Map.Propose(context, Change<string, NameEntry>.CompareAndRemove(name, entry));
        return NameResult.Of(in result, NameStatus.Released, NameStatus.NotHeld);
    }
}
