using System.Globalization;
using Enso.Kernel.Reactors;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Machine.Time;
using Enso.Queues;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>top</c>: what each core does, second by second.</summary>
internal sealed unsafe class TopCommand : ReactorCommand
{
    private const int MostSeconds = 86_400;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override string Name => "top";

    /// <inheritdoc/>
    public override string Summary => "what each core does, second by second, until Ctrl-C";

    /// <inheritdoc/>
    public override string Usage => "top [SECONDS]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["top", "top 1  # the next second only"];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(0, 1);
        int seconds = context.Arguments.Count == 0
            ? int.MaxValue
            : ReactorArguments.Number(context.Arguments[0], "seconds", 1, MostSeconds);
        Sample[] before = Take(reactors);
        int lines = 0;
        for (int second = 0; second < seconds; second++)
        {
            if (context.Cancellation.WaitHandle.WaitOne(s_interval))
            {
                break;
            }

            Sample[] now = Take(reactors);
            if (lines != 0)
            {
                // Over what was shown before.
                context.Write($"\e[{lines}A\e[J");
            }

            context.Write(Describe(before, now));
            lines = now.Length + 1;
            before = now;
        }

        return 0;
    }

    private static Sample[] Take(MachineReactors reactors)
    {
        Sample[] samples = new Sample[reactors.Cluster.Cores];
        for (int core = 0; core < samples.Length; core++)
        {
            // SAFETY: per-core blocks are never freed; the figures may be a moment old.
            Core* machine = Cores.At(reactors.MachineCoreOf(core));
            (long turns, long polls, int ready) = reactors.FiguresOf(core);
            QueueProperties bus = reactors.Cluster.RingOf(core);
            ulong time = Clock.Now();
            ulong idle = machine->IdleTime
                + (machine->Current == machine->Idle && time > machine->SwitchTime ? time - machine->SwitchTime : 0);
            long interrupts = 0;
            for (int vector = Vectors.FirstInterrupt; vector < 256; vector++)
            {
                interrupts += (long)machine->InterruptCounts[vector];
            }

            samples[core] = new Sample(
                (long)time,
                (long)idle,
                turns,
                polls,
                ready,
                reactors.Cluster[core].Tasks,
                bus.Published,
                bus.Depth,
                interrupts);
        }

        return samples;
    }

    private static Table Describe(Sample[] before, Sample[] now)
    {
        Table table = new("core", "busy", "tasks", "ready", "turns/s", "polls/s", "sent/s", "unread", "interrupts/s");
        for (int core = 0; core < now.Length; core++)
        {
            Sample a = before[core];
            Sample b = now[core];
            long time = Math.Max(1, b.Time - a.Time);
            table.Add(
                $"{core}",
                Format.Percent((ulong)Math.Clamp(time - (b.Idle - a.Idle), 0, time), (ulong)time),
                $"{b.Tasks}",
                $"{b.Ready}",
                Rate(b.Turns - a.Turns, time),
                Rate(b.Polls - a.Polls, time),
                Rate(b.Sent - a.Sent, time),
                $"{b.Unread}",
                Rate(b.Interrupts - a.Interrupts, time));
        }

        return table;
    }

    private static string Rate(long count, long nanoseconds) =>
        (count * 1e9 / nanoseconds).ToString("0", CultureInfo.InvariantCulture);

    private readonly record struct Sample(
        long Time, long Idle, long Turns, long Polls, int Ready, int Tasks, long Sent, long Unread, long Interrupts);
}
