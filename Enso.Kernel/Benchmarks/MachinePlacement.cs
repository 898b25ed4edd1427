using Enso.Kernel.Shell;
using Measuring;

namespace Enso.Kernel.Benchmarks;

/// <summary>Puts threads on two of the machine's cores.</summary>
internal sealed class MachinePlacement : ICorePlacement
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
        int[] online = MachineCores.Online();
        if (online.Length < 2)
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
    public void Pin(int core) => MachineCores.Pin(_cores[core]);
}
