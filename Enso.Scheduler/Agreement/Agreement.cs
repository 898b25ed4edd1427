namespace Enso.Scheduler;

/// <summary>Something that all cores of a cluster agree on. Each has a copy, which its reactor drives: what comes
/// over the bus, and the time while something is under way.</summary>
public abstract class Agreement
{
    private protected Agreement(Cluster cluster, string name)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Cluster = cluster;
        Name = name;
    }

    /// <summary>The cores.</summary>
    public Cluster Cluster { get; }

    /// <summary>What people know it by: in the log.</summary>
    public string Name { get; }

    /// <summary>What a core knows of the others. Called on its thread.</summary>
    /// <param name="reactor">The core's.</param>
    public abstract AgreementView View(Reactor reactor);

    /// <summary>Takes what another core's copy has sent.</summary>
    /// <param name="reactor">This core's.</param>
    /// <param name="from">The other core.</param>
    /// <param name="message">What.</param>
    internal abstract void Receive(Reactor reactor, int from, in AgreementMessage message);

    /// <summary>Tells a core's copy the time.</summary>
    /// <param name="reactor">The core's.</param>
    internal abstract void Tick(Reactor reactor);
}
