using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>interrupts</c>: how often each vector came to each core.</summary>
internal sealed unsafe class InterruptsCommand : ShellCommand
{
    private const int WidestCores = 8;

    /// <inheritdoc/>
    public override string Name => "interrupts";

    /// <inheritdoc/>
    public override string Summary => "interrupts and exceptions taken, by vector and core";

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        // More columns than a screen has are added up instead.
        int shown = Cores.Count <= WidestCores ? Cores.Count : 0;
        string[] header = ["vector", "what", "total", .. Enumerable.Range(0, shown).Select(i => $"core {i}")];
        Table table = new(header);
        for (int vector = 0; vector < 256; vector++)
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
        if (InterruptDispatch.Unexpected != 0)
        {
            context.WriteLine($"{InterruptDispatch.Unexpected} on vectors that nobody handles");
        }
        return 0;
    }

    private static string NameOf(int vector) => vector switch
    {
        Vectors.DivideError => "division by zero",
        Vectors.NonMaskable => "non-maskable",
        Vectors.PageFault => "page fault",
        < Vectors.FirstInterrupt => "exception",
        Input.SerialVector => "serial port",
        Input.KeyboardVector => "keyboard",
        Vectors.TakeSignals => "signals (software)",
        Vectors.Timer => "timer",
        Vectors.Reschedule => "reschedule (core to core)",
        Vectors.Request => "request (core to core)",
        Vectors.ApicError => "local APIC error",
        Vectors.Spurious => "spurious",
        _ => "device",
    };
}
