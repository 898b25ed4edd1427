namespace Enso.Tests.InKernel.Stress;

/// <summary>One kind of load, on a thread of its own.</summary>
/// <param name="name">What it is called in reports.</param>
/// <param name="seed">Decides what it does.</param>
internal abstract class StressWorker(string name, int seed)
{
    private long _rounds;

    /// <summary>What it is called in reports.</summary>
    public string Name => name;

    /// <summary>Rounds done; read by others.</summary>
    public long Rounds
    {
        get => Volatile.Read(ref _rounds);
        set => Volatile.Write(ref _rounds, value);
    }

    /// <summary>Its own, from the seed.</summary>
    protected Random Random { get; } = new(seed);

    /// <summary>A few milliseconds of work, checked.</summary>
    /// <exception cref="CheckException">Something is not as it should be.</exception>
    public abstract void Round();

    /// <summary>Gives up what it holds, checking it a last time.</summary>
    public virtual void Finish()
    {
    }
}
