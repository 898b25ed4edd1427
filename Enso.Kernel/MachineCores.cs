using System.Runtime.InteropServices;
using Enso.Machine.Cpu;
using Enso.Machine.Threads;

namespace Enso.Kernel;

/// <summary>The machine's cores and the threads on them, as upper code uses them.</summary>
internal static unsafe class MachineCores
{
    // PR_SET_NAME of prctl(2).
    private const int SetName = 15;

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

    /// <summary>Keeps the calling thread on a core from now on; threads that it starts run where they could before.
    /// </summary>
    /// <param name="core">The core.</param>
    /// <exception cref="InvalidOperationException">The kernel does not put it there: the core is not online.</exception>
    public static void Pin(int core)
    {
        if (PinTo(core) != 0)
        {
            throw new InvalidOperationException($"The kernel does not put a thread on core {core}.");
        }
    }

    /// <summary>Takes all threads off a core, and those that they start: only what is pinned to it later runs there.
    /// </summary>
    /// <param name="core">The core, which is not the only one online.</param>
    public static void KeepFree(int core)
    {
        // Until a look finds nothing to do: a thread may have started another before it was moved itself.
        while (MoveAll(core))
        {
        }
    }

    private static bool MoveAll(int core)
    {
        // What fits no more is found by the next look.
        const int room = 64;
        int capacity = ThreadTable.Count + room;
        bool hasMoved = false;
        Machine.Threads.Thread* copies
            = (Machine.Threads.Thread*)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(Machine.Threads.Thread));
        int count = ThreadTable.Snapshot(copies, capacity);
        for (int i = 0; i < Math.Min(count, capacity); i++)
        {
            ulong mask = copies[i].Affinity & ~(1UL << core);

            // One that is pinned there already stays, and one that has ended is not found.
            if (mask != copies[i].Affinity && (mask & Cores.OnlineMask) != 0)
            {
                // SAFETY: the call reads the mask, which is this method's.
                hasMoved |= SetAffinity((int)copies[i].Id, sizeof(ulong), &mask) == 0;
            }
        }

        NativeMemory.Free(copies);
        return hasMoved;
    }

    /// <summary>Gives the calling thread a name that the kernel shows, in <c>threads</c> and panics; that of
    /// <see cref="System.Threading.Thread.Name"/> stays inside .NET.</summary>
    /// <param name="name">The name; what is beyond 31 bytes is cut.</param>
    public static void NameThread(string name)
    {
        byte* text = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            // SAFETY: the text ends with 0, and the call copies it.
            if (Control(SetName, text) != 0)
            {
                throw new InvalidOperationException($"The kernel does not name a thread '{name}'.");
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    [DllImport("enso", EntryPoint = "prctl")]
    private static extern int Control(int option, byte* argument);

    [DllImport("enso", EntryPoint = "enso_pin")]
    private static extern int PinTo(int core);

    [DllImport("enso", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, ulong bytes, ulong* mask);
}
