namespace Enso.Scheduler;

/// <summary>Names that are known on every core. A name belongs to the first who registers it; everybody else is
/// told whose it is.</summary>
/// <remarks>It reads and proposes in a core's copy of a <see cref="ReplicatedMap{TKey,TValue}"/>, which the core's
/// reactor drives.</remarks>
public sealed class NameTable
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaximumLength = 255;

    /// <summary>Makes the table of a core.</summary>
    /// <param name="map">The core's copy.</param>
    public NameTable(ReplicatedMap<string, NameEntry> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        Map = map;
    }

    /// <summary>The copy that it reads.</summary>
    public ReplicatedMap<string, NameEntry> Map { get; }

    /// <summary>Looks a name up, on this core, without any message.</summary>
    /// <param name="name">The name.</param>
    /// <param name="entry">What it stands for.</param>
    /// <returns>Whether there is such a name here yet.</returns>
    public bool TryResolve(string name, out NameEntry entry) => Map.TryGet(name, out entry);

    /// <summary>Proposes a name. In the outcome, done means that it is this one's; otherwise the value is the
    /// entry that has the name, which stays.</summary>
    /// <param name="name">The name: from 1 to <see cref="MaximumLength"/> characters.</param>
    /// <param name="entry">What it is to stand for.</param>
    /// <param name="proposal">The proposal's number.</param>
    /// <returns>False when too many proposals wait.</returns>
    public bool TryRegister(string name, NameEntry entry, out long proposal)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaximumLength, nameof(name));
        return Map.TryPropose(Change<string, NameEntry>.PutIfAbsent(name, entry), out proposal);
    }

    /// <summary>Proposes to give up a name. In the outcome, not done means that the entry had it not, or not any
    /// more.</summary>
    /// <param name="name">The name.</param>
    /// <param name="entry">What it stands for.</param>
    /// <param name="proposal">The proposal's number.</param>
    /// <returns>False when too many proposals wait.</returns>
    public bool TryRelease(string name, NameEntry entry, out long proposal) =>
        Map.TryPropose(Change<string, NameEntry>.CompareAndRemove(name, entry), out proposal);
}
