using System.Diagnostics;
using System.Globalization;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>gc</c>: the collector's figures; <c>gc collect</c>: a full collection.</summary>
internal sealed class GcCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "gc";

    /// <inheritdoc/>
    public override string Summary => "the garbage collector: its figures, or a collection";

    /// <inheritdoc/>
    public override string Usage => "gc [collect [0|1|2]]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["gc", "gc collect", "gc collect 0"];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) => ["collect"];

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 2);
        if (context.Arguments.Count > 0)
        {
            Collect(context);
        }
        GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.Any);
        Table table = new("what", "value");
        table.Add("collections 0/1/2", $"{GC.CollectionCount(0)} / {GC.CollectionCount(1)} / {GC.CollectionCount(2)}");
        table.Add("live", Format.Size((ulong)GC.GetTotalMemory(false)));
        table.Add("allocated since boot", Format.Size((ulong)GC.GetTotalAllocatedBytes()));
        table.Add("committed", Format.Size((ulong)info.TotalCommittedBytes));
        table.Add("heap, last collection", Format.Size((ulong)info.HeapSizeBytes));
        table.Add("fragmented", Format.Size((ulong)info.FragmentedBytes));
        table.Add("memory it may use", Format.Size((ulong)info.TotalAvailableMemoryBytes));
        table.Add("time in collections",
            string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalPauseDuration().TotalMilliseconds:0.000} ms"));
        context.Write(table);
        return 0;
    }

    private static void Collect(CommandContext context)
    {
        if (context.Arguments[0] != "collect")
        {
            throw new CommandException($"'{context.Arguments[0]}' is not an action; use collect");
        }
        int generation = GC.MaxGeneration;
        if (context.Arguments.Count == 2
            && (!int.TryParse(context.Arguments[1], out generation) || generation < 0 || generation > GC.MaxGeneration))
        {
            throw new CommandException($"'{context.Arguments[1]}' is not a generation; use 0, 1 or 2");
        }
        long start = Stopwatch.GetTimestamp();
        GC.Collect(generation);
        context.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"collected generation {generation} in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.000} ms"));
    }
}
