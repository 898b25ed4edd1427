namespace Enso.Scheduler;

/// <summary>Jump consistent hashing (Lamping and Veach, 2014): spreads keys evenly over numbered places, and moves
/// only as many keys as must move when a place is added at the end: all of those go to the new place.</summary>
public static class JumpHash
{
    /// <summary>Where a key goes.</summary>
    /// <param name="key">The key; its bits need not be well mixed.</param>
    /// <param name="places">How many places there are; at least 1.</param>
    /// <returns>From 0 to below <paramref name="places"/>.</returns>
    public static int Place(ulong key, int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        long place = -1;
        long next = 0;
        while (next < places)
        {
            place = next;

            // The paper's generator; the next place to which the key would jump is so far that it jumps to place n
            // with probability 1/(n+1).
            key = (key * 2862933555777941757UL) + 1;
            next = (long)((place + 1) * ((double)(1L << 31) / ((key >> 33) + 1)));
        }

        return (int)place;
    }

    /// <summary>Mixes the bits of a hash, so that keys that differ little go to different places (the finaliser of
    /// SplitMix64).</summary>
    /// <param name="hash">The hash.</param>
    public static ulong Mix(ulong hash)
    {
        hash ^= hash >> 30;
        hash *= 0xBF58476D1CE4E5B9UL;
        hash ^= hash >> 27;
        hash *= 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}
