namespace Enso.Simulation;

/// <summary>What happens in a simulation, in order: a number that depends on all of it, and lines for whoever wants to read
/// them.</summary>
/// <param name="line">Takes each line; null for nobody, which spares making them.</param>
public sealed class StepTrace(Action<string>? line = null)
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Differs, as good as surely, where anything that happened differs: FNV-1a over words.</summary>
    public ulong Digest { get; private set; } = OffsetBasis;

    /// <summary>How many entries there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds an entry.</summary>
    /// <typeparam name="TWhat">The kinds of things that happen.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="now">The time, in nanoseconds.</param>
    /// <param name="core">The core.</param>
    /// <param name="what">What happened.</param>
    /// <param name="first">A number that belongs to it.</param>
    /// <param name="second">Another.</param>
    public void Add<TWhat>(long step, long now, int core, TWhat what, long first, long second)
        where TWhat : struct, Enum
    {
        Count++;
        Mix(step);
        Mix(now);
        Mix(core);
        Mix(what.GetHashCode());
        Mix(first);
        Mix(second);
        line?.Invoke($"{step,8} {now,12} ns  core {core}  {what}{(first == 0 && second == 0 ? "" : $" {first} {second}")}");
    }

    private void Mix(long word) => Digest = (Digest ^ (ulong)word) * Prime;
}
