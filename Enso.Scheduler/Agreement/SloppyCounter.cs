using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>A count that many cores change and few read: each core adds in a cache line of its own and hands on to
/// a central count when it has gathered enough (after the sloppy counters of "An Analysis of Linux Scalability to
/// Many Cores", OSDI 2010; theirs share out references, this one only counts).</summary>
/// <remarks><para>Between two calls of a core, what it has not handed on is less than <see cref="Threshold"/>
/// either way. So <see cref="Estimate"/> differs from the true count by at most <see cref="ErrorBound"/>, beside
/// what calls that are under way at that moment add.</para>
/// <para><see cref="Sum"/> looks at every core and is exact when no call is under way meanwhile; otherwise it may
/// count what a core hands on just then twice or not at all, and differs by at most the same bound and what is
/// added meanwhile.</para>
/// </remarks>
public sealed class SloppyCounter
{
    private readonly PerCore<long> _gathered;

    // Of one "core": alone in its lines like the others.
    private readonly PerCore<long> _central = new(1);
    private readonly long _threshold;

    /// <summary>Makes one that stands at 0.</summary>
    /// <param name="cores">How many cores there are; at least 1.</param>
    /// <param name="threshold">How much a core gathers before it hands it on; at least 1, which hands on
    /// everything at once, and at most 2^48.</param>
    public SloppyCounter(int cores, long threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, 1L << 48);
        _gathered = new PerCore<long>(cores);
        _threshold = threshold;
    }

    /// <summary>How many cores there are.</summary>
    public int Cores => _gathered.Cores;

    /// <summary>How much a core gathers before it hands it on.</summary>
    public long Threshold => _threshold;

    /// <summary>By how much <see cref="Estimate"/> differs from the true count at most, when no call is under way:
    /// the number of cores times one less than <see cref="Threshold"/>.</summary>
    public long ErrorBound => Cores * (_threshold - 1);

    /// <summary>About the count: one read, of a line that is written rarely.</summary>
    public long Estimate => Volatile.Read(ref _central[0]);

    /// <summary>Adds to the count; called on the core.</summary>
    /// <param name="core">The core that calls, from 0.</param>
    /// <param name="amount">How much; negative to take away.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int core, long amount)
    {
        ref long gathered = ref _gathered[core];
        long sum = gathered + amount;
        if (sum >= _threshold || sum <= -_threshold)
        {
            HandOn(ref gathered, sum);
            return;
        }

        // Pairs with the read in Sum, which must not see half of it.
        Volatile.Write(ref gathered, sum);
    }

    /// <summary>The count, added up from all cores.</summary>
    public long Sum()
    {
        long sum = Estimate;
        for (int core = 0; core < Cores; core++)
        {
            // Pairs with the writes in Add and HandOn.
            sum += Volatile.Read(ref _gathered[core]);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void HandOn(ref long gathered, long sum)
    {
        // Pairs with the read in Estimate.
        Interlocked.Add(ref _central[0], sum);
        Volatile.Write(ref gathered, 0);
    }
}
