using Enso.Kernel.Reactors;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>timers</c>: the reactors' timers.</summary>
internal sealed class TimersCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "timers";

    /// <inheritdoc/>
    public override string Summary => "how many timers each reactor keeps, and when the next is due";

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(0, 0);
        Table table = new("core", "pending", "next in");
        Tabulate(
            reactors,
            Enumerable.Range(0, reactors.Cluster.Cores),
            table,
            reactor => (reactor.Timers, reactor.NextTimerIn),
            (core, timers) => table.Add(
                $"{core}",
                $"{timers.Timers}",
                timers.Timers == 0 ? "-" : Format.Seconds((ulong)Math.Max(0, timers.NextTimerIn))),
            context.Cancellation);
        context.Write(table);
        return 0;
    }
}
