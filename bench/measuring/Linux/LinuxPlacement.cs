using System.Runtime.InteropServices;

namespace Measuring;

/// <summary>Puts threads on the first two cores that Linux lets the program use.</summary>
internal sealed class LinuxPlacement : ICorePlacement
{
    // As many cores as a mask can name.
    private const int MaskLength = 16;

    private readonly int[] _cores;

    private LinuxPlacement(int[] cores) => _cores = cores;

    /// <summary>The two cores, as taskset(1) takes them.</summary>
    public string Cores => string.Join(',', _cores);

    /// <summary>Finds the cores.</summary>
    /// <returns>The placement; null when there are not two.</returns>
    public static LinuxPlacement? Find()
    {
        ulong[] mask = new ulong[MaskLength];
        Check(GetAffinity(0, MaskLength * sizeof(ulong), mask) < 0);
        int[] cores = [.. Enumerable.Range(0, MaskLength * 64).Where(i => (mask[i / 64] >> (i % 64) & 1) != 0).Take(2)];
        return cores.Length == 2 ? new LinuxPlacement(cores) : null;
    }

    /// <inheritdoc/>
    public void Pin(int core)
    {
        ulong[] mask = new ulong[MaskLength];
        mask[_cores[core] / 64] = 1UL << (_cores[core] % 64);
        Check(SetAffinity(0, MaskLength * sizeof(ulong), mask) < 0);
    }

    private static void Check(bool hasFailed)
    {
        if (hasFailed)
        {
            throw new InvalidOperationException(
                $"Linux does not say or set on which cores threads run: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static extern int GetAffinity(int thread, nint length, ulong[] mask);

    [DllImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static extern int SetAffinity(int thread, nint length, ulong[] mask);
}
