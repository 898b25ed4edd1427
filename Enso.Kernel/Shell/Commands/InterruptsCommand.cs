using System.Globalization;
using Enso.Kernel.Reactors;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>interrupts</c>: how often each vector came to each core, and how soon the reactors served it.</summary>
internal sealed unsafe class InterruptsCommand : ShellCommand
{
    private const int VectorCount = 256;
    private const int WidestCores = 8;
    private const int WidestBar = 40;

    /// <inheritdoc/>
    public override string Name => "interrupts";

    /// <inheritdoc/>
    public override string Summary => "interrupts taken, by vector and core, and how soon they were served";

    /// <inheritdoc/>
    public override string Usage => "interrupts [VECTOR]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["interrupts", "interrupts 0xf1  # how soon, by powers of two"];

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 1);
        if (context.Arguments.Count == 1)
        {
            ShowLatency(context, VectorOf(context.Arguments[0]));
            return 0;
        }
        ShowCounts(context);
        if (InterruptDispatch.Unexpected != 0)
        {
            context.WriteLine(
                $"{InterruptDispatch.Unexpected} on vectors that nobody handles; their lines are stopped");
        }
        ShowServed(context);
        return 0;
    }

    private static void ShowCounts(CommandContext context)
    {
        // More columns than a screen has are added up instead.
        int shown = Cores.Count <= WidestCores ? Cores.Count : 0;
        string[] header = ["vector", "what", "total", .. Enumerable.Range(0, shown).Select(i => $"core {i}")];
        Table table = new(header);
        for (int vector = 0; vector < VectorCount; vector++)
        {
            ulong[] counts = new ulong[Cores.Count];
            ulong total = 0;
            for (int i = 0; i < Cores.Count; i++)
            {
                // SAFETY: per-core blocks are never freed.
                counts[i] = Cores.At(i)->InterruptCounts[vector];
                total += counts[i];
            }
            if (total != 0)
            {
                table.Add([$"0x{vector:x2}", NameOf(vector), $"{total}", .. counts.Take(shown).Select(c => $"{c}")]);
            }
        }
        context.Write(table);
    }

    private static void ShowServed(CommandContext context)
    {
        Table table = new(
            "core", "vector", "what", "class", "served", "lost", "held back", "held up", "failed",
            "p50", "p99", "longest");
        long unexpected = 0;
        foreach (Interrupts interrupts in Reactors())
        {
            foreach (InterruptView line in interrupts.List())
            {
                if (line.Counts.Raised == 0)
                {
                    continue;
                }
                table.Add(
                    $"{line.Core}",
                    $"0x{line.Vector:x2}",
                    line.Name ?? "nobody's",
                    $"{line.Class}",
                    $"{line.Served}",
                    $"{line.Counts.Lost}",
                    $"{line.Counts.Deferred}",
                    $"{line.HeldUp}",
                    $"{line.Failed}",
                    TimeOf(line.Latency, 0.5),
                    TimeOf(line.Latency, 0.99),
                    TimeOf(line.Latency, 1));
            }
            unexpected += interrupts.Unexpected;
        }
        context.WriteLine("");
        context.WriteLine("served by the reactors, and how long after the interrupt:");
        context.Write(table);
        if (unexpected != 0)
        {
            context.WriteLine($"{unexpected} came after nobody served them any more");
        }
    }

    private static void ShowLatency(CommandContext context, int vector)
    {
        Table table = new("core", "within", "times", "");
        foreach (Interrupts interrupts in Reactors())
        {
            InterruptView? line = interrupts.List().FirstOrDefault(line => line.Vector == vector);
            if (line?.Latency is not { } latency || latency.Count == 0)
            {
                continue;
            }
            long most = 0;
            for (int bucket = 0; bucket < LatencyHistogram.Buckets; bucket++)
            {
                most = Math.Max(most, latency[bucket]);
            }
            for (int bucket = 0; bucket < LatencyHistogram.Buckets; bucket++)
            {
                if (latency[bucket] != 0)
                {
                    int bar = (int)Math.Max(1, latency[bucket] * WidestBar / Math.Max(1, most));
                    table.Add(
                        $"{line.Core}", Time(LatencyHistogram.EndOf(bucket)), $"{latency[bucket]}", new string('#', bar));
                }
            }
        }
        if (table.Count == 0)
        {
            throw new CommandException($"no reactor has served vector 0x{vector:x2} yet; 'interrupts' lists those that came");
        }
        context.Write(table);
    }

    private static int VectorOf(string word)
    {
        bool isHexadecimal = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(
            isHexadecimal ? word.AsSpan(2) : word,
            isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int vector) && vector is >= 0 and < VectorCount
            ? vector
            : throw new CommandException($"'{word}' is not a vector; use 0 to 255, or 0x00 to 0xff");
    }

    private static IEnumerable<Interrupts> Reactors()
    {
        Cluster cluster = MachineReactors.Instance.Cluster;
        for (int core = 0; core < cluster.Cores; core++)
        {
            if (cluster[core].Interrupts is { } interrupts)
            {
                yield return interrupts;
            }
        }
    }

    private static string TimeOf(LatencyHistogram? latency, double share) =>
        latency is null || latency.Count == 0 ? "-" : Time(latency.Within(share));

    private static string Time(long nanoseconds) => nanoseconds switch
    {
        < 10_000 => $"{nanoseconds} ns",
        < 10_000_000 => $"{nanoseconds / 1000} us",
        _ => $"{nanoseconds / 1_000_000} ms",
    };

    private static string NameOf(int vector) => vector switch
    {
        Vectors.DivideError => "division by zero",
        Vectors.NonMaskable => "non-maskable",
        Vectors.PageFault => "page fault",
        < Vectors.FirstInterrupt => "exception",
        _ => MachineLines.NameOf(vector),
    };
}
