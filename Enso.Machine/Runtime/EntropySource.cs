using Enso.Machine.Cpu;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>Unpredictable bits from the hardware: RDRAND where the processor has it, and always the jitter of the
/// time-stamp counter.</summary>
/// <remarks>Jitter alone is trusted with an eighth of a bit for each sample, so that without RDRAND 256 bits take 2048
/// samples. How long an instruction sequence takes depends on caches, interrupts, other cores and, in an emulator, its
/// host.</remarks>
internal static unsafe class EntropySource
{
    /// <summary>Words that <see cref="Gather"/> fills.</summary>
    public const int Words = 8;

    private const int Retries = 10;
    private const int SamplesBesideHardware = 64;
    private const int SamplesAlone = 2048;

    /// <summary>Fills 8 words of 64 bits, worth 256 bits at least. They are not evenly distributed: they are for
    /// seeding a generator.</summary>
    public static void Gather(ulong* words)
    {
        bool hasHardware = Features.HasRandom && Hardware(words);
        words[0] ^= Clock.WallClock();
        words[1] ^= Clock.Now();
        words[2] ^= (ulong)Threads.Thread.This();
        ulong before = Instructions.ReadTimestamp();
        words[3] ^= before;
        int samples = hasHardware ? SamplesBesideHardware : SamplesAlone;
        for (int i = 0; i < samples; i++)
        {
            ulong* word = words + (i % Words);
            Wait(1 + (*word & 15));
            ulong now = Instructions.ReadTimestamp();
            // This can be undone, so what one sample adds is never lost to a later one.
            *word = Mix(*word ^ (now - before)) + now;
            before = now;
        }
    }

    /// <summary>Fills the words from RDRAND; false when it gave nothing, or one value only (some processors answer
    /// with ones after a sleep state).</summary>
    private static bool Hardware(ulong* words)
    {
        bool differs = false;
        for (int i = 0; i < Words; i++)
        {
            ulong value = 0;
            bool has = false;
            // The generator may be momentarily empty (SDM volume 1, 7.3.17.1).
            for (int k = 0; k < Retries && !has; k++)
            {
                has = Instructions.ReadRandom(&value) != 0;
                Instructions.Pause();
            }
            if (!has)
            {
                return false;
            }
            words[i] ^= value;
            differs |= words[i] != words[0];
        }
        return differs;
    }

    /// <summary>What is timed: as many pauses as the data says.</summary>
    private static void Wait(ulong pauses)
    {
        for (; pauses != 0; pauses--)
        {
            Instructions.Pause();
        }
    }

    /// <summary>The finaliser of SplitMix64 (Steele, Lea, Flood, 2014).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
