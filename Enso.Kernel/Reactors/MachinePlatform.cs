using System.Runtime.InteropServices;
using Enso.Machine.Time;
using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>A core of the machine, as its reactor sees it.</summary>
internal readonly unsafe struct MachinePlatform : IPlatform
{
    private const int TokenBytes = 128;

    private readonly byte* _tokens;

    private MachinePlatform(byte* tokens, int core)
    {
        _tokens = tokens;
        Core = core;
    }

    /// <inheritdoc/>
    public int Core { get; }

    /// <inheritdoc/>
    public long Now => (long)Clock.Now();

    /// <summary>What the core's sleep is ended by.</summary>
    public int* Token => TokenOf(Core);

    /// <summary>Makes those of a machine.</summary>
    /// <param name="cores">How many cores.</param>
    public static MachinePlatform[] Create(int cores)
    {
        // Each token in a pair of cache lines of its own. Kept for as long as the machine runs.
        nuint bytes = (nuint)(cores * TokenBytes);
        byte* tokens = (byte*)NativeMemory.AlignedAlloc(bytes, TokenBytes);
        NativeMemory.Clear(tokens, bytes);
        MachinePlatform[] platforms = new MachinePlatform[cores];
        for (int core = 0; core < cores; core++)
        {
            platforms[core] = new MachinePlatform(tokens, core);
        }

        return platforms;
    }

    /// <inheritdoc/>
    public void Sleep(long until) => SleepOn(Token, until == long.MaxValue ? 0 : (ulong)Math.Max(1, until));

    /// <inheritdoc/>
    public void Wake(int core) => WakeBy(TokenOf(core));

    private int* TokenOf(int core) => (int*)(_tokens + (core * TokenBytes));

    [DllImport("enso", EntryPoint = "enso_sleep")]
    private static extern void SleepOn(int* token, ulong deadline);

    [DllImport("enso", EntryPoint = "enso_wake")]
    private static extern void WakeBy(int* token);
}
