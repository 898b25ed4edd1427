using System.Numerics;

namespace Enso.Scheduler;

/// <summary>Numbers by chance, the same for the same seed.</summary>
/// <remarks>xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on
/// Mathematical Software 47(4), 2021), begun with SplitMix64 as they advise, so that any seed will do.</remarks>
internal struct RandomNumbers
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public RandomNumbers(ulong seed)
    {
        _a = Split(ref seed);
        _b = Split(ref seed);
        _c = Split(ref seed);
        _d = Split(ref seed);
    }

    /// <summary>A number from 0 to below <paramref name="bound"/>, each as likely.</summary>
    /// <param name="bound">At least 1.</param>
    public long Below(long bound)
    {
        // Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and Computer
        // Simulation 29(1), 2019: the upper half of a product, thrown again where the lower half says that it would
        // come too often.
        ulong limit = (ulong)bound;
        ulong high = Math.BigMul(Next(), limit, out ulong low);
        if (low < limit)
        {
            ulong excess = (0 - limit) % limit;
            while (low < excess)
            {
                high = Math.BigMul(Next(), limit, out low);
            }
        }

        return (long)high;
    }

    private static ulong Split(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }
}
