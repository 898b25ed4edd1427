using System.Globalization;

namespace Enso.Tool.Benchmarks;

/// <summary>How the machine's processors have spent their time, in clock ticks of proc(5).</summary>
/// <param name="Busy">On programs and the kernel, since the machine started.</param>
/// <param name="Idle">Idle, since the machine started.</param>
/// <param name="Stolen">On other virtual machines of the same host, since the machine started.</param>
/// <param name="Own">On this program and those that it started and has waited for.</param>
public readonly record struct ProcessorTimes(long Busy, long Idle, long Stolen, long Own)
{
    // After the state, which is field 3 of /proc/PID/stat, come fields 4 onward; 14 to 17 are the times of the program
    // and of its children, in programs and in the kernel.
    private const int FirstOwnTime = 10;
    private const int OwnTimes = 4;
    private const int MachineTimes = 8;

    /// <summary>All time.</summary>
    private long Total => Busy + Idle + Stolen;

    /// <summary>Reads them.</summary>
    /// <returns>The times until now.</returns>
    public static ProcessorTimes Read() =>
        Parse(File.ReadAllText("/proc/stat"), File.ReadAllText("/proc/self/stat"));

    /// <summary>Reads them.</summary>
    /// <param name="machine">What <c>/proc/stat</c> holds.</param>
    /// <param name="self">What <c>/proc/self/stat</c> holds.</param>
    /// <returns>The times.</returns>
    public static ProcessorTimes Parse(string machine, string self)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(self);

        // cpu user nice system idle iowait irq softirq steal guest guest_nice; what guests take is in user and nice.
        long[] times = Numbers(machine.Split('\n')[0]["cpu".Length..], 0, MachineTimes);

        // The program's name, in parentheses, may hold anything.
        long[] own = Numbers(self[(self.LastIndexOf(')') + " S ".Length)..], FirstOwnTime, OwnTimes);
        return new ProcessorTimes(
            times[0] + times[1] + times[2] + times[5] + times[6], times[3] + times[4], times[7], own.Sum());
    }

    /// <summary>The share of the machine that others used since an earlier moment.</summary>
    /// <param name="earlier">The times then.</param>
    /// <returns>From 0 to 1: other programs, and other virtual machines.</returns>
    public double SharedSince(ProcessorTimes earlier)
    {
        long total = Total - earlier.Total;
        long others = Busy - earlier.Busy - (Own - earlier.Own) + (Stolen - earlier.Stolen);
        return total <= 0 ? 0 : Math.Clamp((double)others / total, 0, 1);
    }

    private static long[] Numbers(string text, int first, int count) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Skip(first)
            .Take(count)
            .Select(word => long.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture)),
    ];
}
