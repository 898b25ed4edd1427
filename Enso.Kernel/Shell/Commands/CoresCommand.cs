using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Machine.Time;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>cores</c>: what each core does.</summary>
internal sealed unsafe class CoresCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "cores";

    /// <inheritdoc/>
    public override string Summary => "the cores, what they run and how busy they are";

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        Table table = new("core", "apic", "state", "busy", "waiting", "switches", "preempted", "interrupts", "faults",
            "thread");
        ulong now = Clock.Now();
        for (int i = 0; i < Cores.Count; i++)
        {
            // SAFETY: per-core blocks are never freed; the figures may be a moment old.
            Core* core = Cores.At(i);
            bool idle = core->Current == core->Idle;
            ulong idleTime = core->IdleTime + (idle && now > core->SwitchTime ? now - core->SwitchTime : 0);
            bool online = core->State == CoreState.Online;
            table.Add($"{i}", $"{core->ApicId}", core->State.ToString().ToLowerInvariant(),
                online ? Format.Percent(now > idleTime ? now - idleTime : 0, now) : "-",
                $"{core->RunQueue.Count}", $"{core->Switches}", $"{core->Preemptions}", $"{Interrupts(core)}",
                $"{core->PageFaults}", core->Current == null ? "-" : Format.Text(core->Current->Name));
        }
        context.Write(table);
        context.WriteLine($"{Cores.OnlineCount} of {Cores.ListedCount} cores online, "
            + $"{(LocalApic.IsX2Apic ? "x2APIC" : "xAPIC")}, "
            + $"timer by {(LocalApic.UsesTscDeadline ? "TSC deadline" : "APIC count")}, "
            + $"TSC {Clock.TimestampFrequency / 1_000_000} MHz");
        return 0;
    }

    private static ulong Interrupts(Core* core)
    {
        ulong total = 0;
        for (int vector = Vectors.FirstInterrupt; vector < 256; vector++)
        {
            total += core->InterruptCounts[vector];
        }
        return total;
    }
}
