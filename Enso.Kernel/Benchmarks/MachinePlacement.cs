using System.Runtime.InteropServices;
using Enso.Kernel.Shell;
using QueuesBench;

namespace Enso.Kernel.Benchmarks;

/// <summary>Puts threads on two of the machine's cores.</summary>
internal sealed unsafe class MachinePlacement : ICorePlacement
{
    private readonly int[] _cores;

    private MachinePlacement(int[] cores) => _cores = cores;

    /// <summary>The two cores, for people.</summary>
    public string Cores => string.Join(',', _cores);

    /// <summary>Chooses the cores among those that are online.</summary>
    /// <param name="wanted">The two that are asked for; null for the first two.</param>
    /// <exception cref="CommandException">There are no two, or not these.</exception>
    public static MachinePlacement Choose(int[]? wanted)
    {
        List<int> online = [];
        for (int core = 0; core < Machine.Cpu.Cores.Count; core++)
        {
            if (((Machine.Cpu.Cores.OnlineMask >> core) & 1) != 0)
            {
                online.Add(core);
            }
        }

        if (online.Count < 2)
        {
            throw new CommandException("two cores are needed, and this machine has one");
        }

        foreach (int core in wanted ?? [])
        {
            if (!online.Contains(core))
            {
                throw new CommandException($"core {core} is not online; use two of {string.Join(", ", online)}");
            }
        }

        return new MachinePlacement(wanted ?? [online[0], online[1]]);
    }

    /// <inheritdoc/>
    public void Pin(int core)
    {
        ulong mask = 1UL << _cores[core];

        // SAFETY: the call reads the mask, which is this method's.
        if (SetAffinity(0, sizeof(ulong), &mask) != 0)
        {
            throw new InvalidOperationException($"The kernel does not put a thread on core {_cores[core]}.");
        }
    }

    [DllImport("enso", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, ulong bytes, ulong* mask);
}
