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
        for (int core = 0; core < reactors.Cluster.Cores; core++)
        {
            (int pending, long next) = reactors.Ask(core, reactor => (reactor.Timers, reactor.NextTimerIn));
            table.Add($"{core}", $"{pending}", pending == 0 ? "-" : Format.Seconds((ulong)Math.Max(0, next)));
        }

        context.Write(table);
        return 0;
    }
}
