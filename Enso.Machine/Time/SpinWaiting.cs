using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Cpu;

namespace Enso.Machine.Time;

/// <summary>How long <c>Thread.SpinWait</c> takes: by the TSC, not by a count of <c>pause</c>.</summary>
/// <remarks>.NET counts: an iteration is to take an eighth of 37.5 ns, as <c>pause</c> did before Skylake, and a
/// measurement, taken while the program runs, says how many of today's make so many iterations; one at least. Where one
/// takes a microsecond (an emulator leaves the translated code for it; under a hypervisor it may exit) a wait of ten
/// nanoseconds takes a hundred times as long, and a contended lock stands idle. Here the time is what was asked for, and
/// <c>pause</c> is used where it fits in.</remarks>
internal static unsafe class SpinWaiting
{
    private const int Tries = 16;

    private struct Rates
    {
        public ulong IterationTicks; // 32.32
        public ulong PauseTicks;
    }

    /// <summary>Sets the rates, when the TSC's is known; until then a wait takes no time.</summary>
    /// <param name="ticksPerNanosecond">The TSC's, a 32.32 fixed-point number.</param>
    public static void Initialize(ulong ticksPerNanosecond)
    {
        // 37.5 / 8 = 75 / 16 nanoseconds.
        GetRates()->IterationTicks = ticksPerNanosecond * 75 / 16;
        GetRates()->PauseTicks = MeasurePause();
    }

    /// <summary>Ticks that the quickest of several pauses takes: the others were interrupted.</summary>
    private static ulong MeasurePause()
    {
        ulong quickest = ulong.MaxValue;
        for (int i = 0; i < Tries; i++)
        {
            ulong before = Instructions.ReadTimestamp();
            Instructions.Pause();
            ulong passed = Instructions.ReadTimestamp() - before;
            quickest = passed < quickest ? passed : quickest;
        }
        return quickest;
    }

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_spin_rates")]
    private static extern Rates* GetRates();
}
