using Enso.Machine.Boot;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>memory</c>: what is used and free; <c>memory map</c>: the ranges that the loader reported.</summary>
internal sealed unsafe class MemoryCommand : ShellCommand
{
    private static readonly string[] s_parts = ["map", "blocks"];

    /// <inheritdoc/>
    public override string Name => "memory";

    /// <inheritdoc/>
    public override string Summary => "memory in use and free, the boot memory map, free blocks";

    /// <inheritdoc/>
    public override string Usage => "memory [map|blocks]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["memory", "memory map", "memory blocks"];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) => s_parts;

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 1);
        switch (context.Arguments.Count == 0 ? "" : context.Arguments[0])
        {
            case "":
                WriteSummary(context);
                return 0;
            case "map":
                WriteMap(context);
                return 0;
            case "blocks":
                WriteBlocks(context);
                return 0;
            default:
                throw new CommandException($"'{context.Arguments[0]}' is not a part; use map or blocks");
        }
    }

    private static void WriteSummary(CommandContext context)
    {
        ulong image = ImageLayout.End() - ImageLayout.Start();
        Table table = new("what", "size");
        table.Add("usable", Format.Size(Frames.UsableBytes));
        table.Add("free", Format.Size(Frames.FreeBytes));
        table.Add("image", Format.Size(image));
        table.Add("resident pages", Format.Size(AddressSpace.ResidentPages * PageTables.PageSize));
        table.Add("reserved", Format.Size(AddressSpace.ReservedBytes));
        table.Add("C heap", Format.Size(Heap.LiveBytes()));
        table.Add(".NET heap", Format.Size((ulong)GC.GetTotalMemory(false)));
        context.Write(table);
        context.WriteLine($"{AddressSpace.AreaCount} areas, {InterProcessor.TlbFlushes} TLB shootdowns");
    }

    private static void WriteMap(CommandContext context)
    {
        Table table = new("from", "to", "size", "kind");
        for (int i = 0; i < BootInfo.RangeCount; i++)
        {
            // SAFETY: the index is below the count.
            MemoryRange* range = BootInfo.Range(i);
            table.Add($"0x{range->Start:x9}", $"0x{range->End:x9}", Format.Size(range->Length), Kind(range->Kind));
        }
        context.Write(table);
    }

    private static string Kind(MemoryKind kind) => kind switch
    {
        MemoryKind.Usable => "usable",
        MemoryKind.Reserved => "reserved",
        MemoryKind.AcpiReclaimable => "ACPI tables",
        MemoryKind.AcpiNonVolatile => "ACPI storage",
        MemoryKind.Unusable => "defective",
        _ => $"type {(uint)kind}",
    };

    private static void WriteBlocks(CommandContext context)
    {
        Table table = new("block", "free", "total");
        for (int order = 0; order <= Frames.MaximumOrder; order++)
        {
            ulong bytes = PageTables.PageSize << order;
            ulong blocks = Frames.FreeBlocks(order);
            table.Add(Format.Size(bytes), $"{blocks}", Format.Size(blocks * bytes));
        }
        context.Write(table);
    }
}
