using System.Runtime.InteropServices;
using Enso.Machine.Cpu;

namespace Enso.Kernel;

/// <summary>The machine's cores, as upper code uses them.</summary>
internal static unsafe class MachineCores
{
    /// <summary>The cores that are online, in order.</summary>
    public static int[] Online()
    {
        List<int> online = [];
        for (int core = 0; core < Cores.Count; core++)
        {
            if (((Cores.OnlineMask >> core) & 1) != 0)
            {
                online.Add(core);
            }
        }

        return [.. online];
    }

    /// <summary>Keeps the calling thread on a core from now on.</summary>
    /// <param name="core">The core.</param>
    /// <exception cref="InvalidOperationException">The kernel does not put it there: the core is not online.</exception>
    public static void Pin(int core)
    {
        ulong mask = 1UL << core;

        // SAFETY: the call reads the mask, which is this method's.
        if (SetAffinity(0, sizeof(ulong), &mask) != 0)
        {
            throw new InvalidOperationException($"The kernel does not put a thread on core {core}.");
        }
    }

    [DllImport("enso", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, ulong bytes, ulong* mask);
}
