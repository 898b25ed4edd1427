using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>quanta</c>: how much of each kind of work reactors do in a turn.</summary>
internal sealed class QuantaCommand : ReactorCommand
{
    private const int Most = 1_000_000;

    /// <inheritdoc/>
    public override string Name => "quanta";

    /// <inheritdoc/>
    public override string Summary => "how much of each kind of work a reactor does in a turn";

    /// <inheritdoc/>
    public override string Usage => "quanta [CORE [bus|io|timers|tasks NUMBER]]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["quanta", "quanta 1 tasks 16  # that core from now on"];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        arguments.Count == 1 ? ["bus", "io", "timers", "tasks"] : [];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        if (context.Arguments.Count == 2)
        {
            throw new CommandException($"'{context.Arguments[1]}' needs a number behind it");
        }

        context.ExpectArguments(0, 3);
        if (context.Arguments.Count == 3)
        {
            Set(context, reactors);
        }

        IEnumerable<int> cores = context.Arguments.Count == 0
            ? Enumerable.Range(0, reactors.Cluster.Cores)
            : [ReactorArguments.Core(reactors, context.Arguments[0])];
        Table table = new("core", "bus", "io", "timers", "tasks");
        Tabulate(
            reactors,
            cores,
            table,
            reactor => reactor.Quanta,
            (core, quanta) =>
                table.Add($"{core}", $"{quanta.Bus}", $"{quanta.Io}", $"{quanta.Timers}", $"{quanta.Tasks}"),
            context.Cancellation);
        context.Write(table);
        return 0;
    }

    private static void Set(CommandContext context, MachineReactors reactors)
    {
        int core = ReactorArguments.Core(reactors, context.Arguments[0]);
        string kind = context.Arguments[1];
        int number = ReactorArguments.Number(context.Arguments[2], kind, 1, Most);
        Quanta quanta = reactors.Ask(core, reactor => reactor.Quanta, context.Cancellation);
        quanta = kind switch
        {
            "bus" => quanta with { Bus = number },
            "io" => quanta with { Io = number },
            "timers" => quanta with { Timers = number },
            "tasks" => quanta with { Tasks = number },
            _ => throw new CommandException($"'{kind}' is no kind of work; use bus, io, timers or tasks"),
        };
        reactors.Run(
            0,
            async caller =>
            {
                await caller.Send(new Message { Kind = MessageKind.SetQuanta, To = core, Payload = quanta });

                // The answer comes behind the change: messages between two cores keep their order.
                await caller.ExecuteOn(core, _ => { });
                return 0;
            },
            context.Cancellation);
    }
}
