using System.Numerics;

namespace Enso.Scheduler;

/// <summary>Says which core a key's messages go to. A key lies in a bucket for ever; a bucket is on one core at a
/// time and can be moved. One thread uses it: the one that hands messages out.</summary>
/// <remarks><para>Buckets are spread over the cores by <see cref="JumpHash"/>: when a core is added, about one
/// bucket in as many as there are cores then moves, each to the new core.</para>
/// <para>A move keeps the order of each key's messages: see <see cref="BucketGate{T}"/>, which is the other side.
/// Nothing is allocated after construction.</para></remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public sealed class Buckets<TKey>
    where TKey : notnull
{
    /// <summary>The largest number of buckets.</summary>
    public const int MaximumCount = 1 << 20;

    private readonly int[] _cores;
    private readonly long[] _moves;
    private readonly IEqualityComparer<TKey> _comparer;

    /// <summary>Makes them, spread over the cores.</summary>
    /// <param name="count">How many buckets: a power of two, at most <see cref="MaximumCount"/>. Some hundred
    /// times the number of cores spread evenly.</param>
    /// <param name="cores">How many cores there are; at least 1.</param>
    /// <param name="comparer">Gives keys their hashes; the default one when null.</param>
    public Buckets(int count, int cores, IEqualityComparer<TKey>? comparer = null)
    {
        if (!BitOperations.IsPow2(count) || count > MaximumCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"The number of buckets is a power of two, at most {MaximumCount}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        _comparer = comparer ?? EqualityComparer<TKey>.Default;
        _cores = new int[count];
        _moves = new long[count];
        for (int bucket = 0; bucket < count; bucket++)
        {
            _cores[bucket] = Home(bucket, cores);
        }
    }

    /// <summary>How many buckets there are.</summary>
    public int Count => _cores.Length;

    /// <summary>Where a bucket belongs, whatever moves there were.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="cores">How many cores there are.</param>
    public static int Home(int bucket, int cores) => JumpHash.Place(JumpHash.Mix((ulong)bucket), cores);

    /// <summary>The bucket of a key: always the same.</summary>
    /// <param name="key">The key.</param>
    public int BucketOf(TKey key) =>
        (int)(JumpHash.Mix((uint)_comparer.GetHashCode(key) + 1UL) & (ulong)(_cores.Length - 1));

    /// <summary>The core that a bucket's messages go to now.</summary>
    /// <param name="bucket">The bucket.</param>
    public int CoreOf(int bucket) => _cores[bucket];

    /// <summary>The core that a key's messages go to now.</summary>
    /// <param name="key">The key.</param>
    public int Route(TKey key) => _cores[BucketOf(key)];

    /// <summary>Moves a bucket. The caller puts both words into the queues to their cores before any later message
    /// of the bucket.</summary>
    /// <param name="bucket">The bucket. It may be under way from an earlier move.</param>
    /// <param name="core">Where it goes.</param>
    /// <param name="toOld">The word to the core where it was.</param>
    /// <param name="toNew">The word to the core where it goes.</param>
    /// <returns>False when it is there already; then there is nothing to send.</returns>
    public bool TryMove(int bucket, int core, out Handover toOld, out Handover toNew)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(core);
        int old = _cores[bucket];
        if (old == core)
        {
            toOld = default;
            toNew = default;
            return false;
        }

        long move = ++_moves[bucket];
        _cores[bucket] = core;
        toOld = new Handover(HandoverKind.Drain, old, bucket, move, core);
        toNew = new Handover(HandoverKind.Expect, core, bucket, move, core);
        return true;
    }
}
