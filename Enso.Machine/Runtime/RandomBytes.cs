using Enso.Machine.Cpu;

namespace Enso.Machine.Runtime;

/// <summary>Random bytes: RDRAND where the processor has it, mixed with the time-stamp counter's jitter.</summary>
internal static unsafe class RandomBytes
{
    private const int Retries = 10;

    private static ulong s_state;

    /// <summary>Fills a buffer.</summary>
    public static void Fill(byte* buffer, ulong count)
    {
        for (ulong i = 0; i < count;)
        {
            ulong word = Next();
            for (int k = 0; k < 8 && i < count; k++, i++)
            {
                buffer[i] = (byte)(word >> (8 * k));
            }
        }
    }

    /// <summary>64 random bits.</summary>
    public static ulong Next()
    {
        ulong hardware = 0;
        if (Features.HasRandom)
        {
            // The generator may be momentarily empty (SDM volume 1, 7.3.17.1).
            for (int i = 0; i < Retries && Instructions.ReadRandom(&hardware) == 0; i++)
            {
                Instructions.Pause();
            }
        }
        ulong jitter = 0;
        int samples = Features.HasRandom ? 1 : 64;
        for (int i = 0; i < samples; i++)
        {
            jitter = Mix(jitter ^ Instructions.ReadTimestamp());
        }
        ulong state = Interlocked.Add(ref s_state, 0x9E3779B97F4A7C15);
        return hardware ^ Mix(state ^ jitter);
    }

    /// <summary>The finaliser of SplitMix64 (Steele, Lea, Flood, 2014).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    [System.Runtime.RuntimeExport("getrandom")]
    private static long GetRandom(byte* buffer, ulong count, uint flags)
    {
        const uint known = 7;
        if ((flags & ~known) != 0)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        Fill(buffer, count);
        return (long)count;
    }

    [System.Runtime.RuntimeExport("arc4random_buf")]
    private static void Random(byte* buffer, ulong count) => Fill(buffer, count);
}
