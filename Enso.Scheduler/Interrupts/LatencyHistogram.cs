using System.Numerics;

namespace Enso.Scheduler;

/// <summary>How often something took how long, by powers of two. One thread adds; any may read, and sees what was
/// there at about that time.</summary>
public sealed class LatencyHistogram
{
    /// <summary>Buckets: the first for 0, each other one for from 2^(i-1) to below 2^i nanoseconds.</summary>
    public const int Buckets = 64;

    private readonly long[] _counts = new long[Buckets];
    private long _longest;

    /// <summary>How often, in all.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            for (int bucket = 0; bucket < Buckets; bucket++)
            {
                count += this[bucket];
            }

            return count;
        }
    }

    /// <summary>The longest, in nanoseconds.</summary>
    public long Longest => Volatile.Read(ref _longest);

    /// <summary>How often it was in a bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    public long this[int bucket] => Volatile.Read(ref _counts[bucket]);

    /// <summary>The bucket of a time.</summary>
    /// <param name="nanoseconds">The time; below 0 counts as 0.</param>
    public static int BucketOf(long nanoseconds) =>
        nanoseconds <= 0 ? 0 : Buckets - BitOperations.LeadingZeroCount((ulong)nanoseconds);

    /// <summary>The longest time of a bucket, in nanoseconds.</summary>
    /// <param name="bucket">The bucket.</param>
    public static long EndOf(int bucket) => (long)((1UL << bucket) - 1);

    /// <summary>Within what time it was in a share of all cases: the end of the bucket in which it lies, or the
    /// longest.</summary>
    /// <param name="share">The share, above 0, up to 1.</param>
    /// <returns>Nanoseconds; 0 when there was none.</returns>
    public long Within(double share)
    {
        if (!(share > 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0, up to 1.");
        }

        long wanted = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            seen += this[bucket];
            if (seen >= wanted)
            {
                return Math.Min(EndOf(bucket), Longest);
            }
        }

        return Longest;
    }

    /// <summary>Counts a time.</summary>
    /// <param name="nanoseconds">How long; below 0 counts as 0.</param>
    internal void Add(long nanoseconds)
    {
        ref long count = ref _counts[BucketOf(nanoseconds)];
        Volatile.Write(ref count, count + 1);
        if (nanoseconds > _longest)
        {
            Volatile.Write(ref _longest, nanoseconds);
        }
    }
}
