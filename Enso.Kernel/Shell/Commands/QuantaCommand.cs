using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>quanta</c>: how much of each kind of work reactors do in a turn, and what chooses their tasks.
/// </summary>
internal sealed class QuantaCommand : ReactorCommand
{
    private const int Most = 1_000_000;

    private static readonly Kind[] s_kinds =
    [
        new("interrupts", quanta => quanta.Interrupts, (quanta, number) => quanta with { Interrupts = number }),
        new("bus", quanta => quanta.Bus, (quanta, number) => quanta with { Bus = number }),
        new("io", quanta => quanta.Io, (quanta, number) => quanta with { Io = number }),
        new("timers", quanta => quanta.Timers, (quanta, number) => quanta with { Timers = number }),
        new("tasks", quanta => quanta.Tasks, (quanta, number) => quanta with { Tasks = number }),
    ];

    /// <inheritdoc/>
    public override string Name => "quanta";

    /// <inheritdoc/>
    public override string Summary => "how much of each kind of work a reactor does in a turn";

    /// <inheritdoc/>
    public override string Usage => $"quanta [CORE [{string.Join('|', Names)} NUMBER]]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["quanta", "quanta 1 tasks 16  # that core from now on"];

    private static IEnumerable<string> Names => s_kinds.Select(kind => kind.Name);

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        arguments.Count == 1 ? Names : [];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(0, 3);
        IEnumerable<int> cores = context.Arguments.Count == 0
            ? Enumerable.Range(0, reactors.Cluster.Cores)
            : [ReactorArguments.Core(reactors, context.Arguments[0])];
        if (context.Arguments.Count > 1)
        {
            Set(context, reactors, cores.Single());
        }

        Table table = new(["core", .. Names, "discipline"]);
        Tabulate(
            reactors,
            cores,
            table,
            reactor => (reactor.Quanta, Discipline: ReactorBootOptions.DisciplineOf(reactor)),
            (core, found) => table.Add(
                [$"{core}", .. s_kinds.Select(kind => $"{kind.Of(found.Quanta)}"), found.Discipline]),
            context.Cancellation);
        context.Write(table);
        return 0;
    }

    private static void Set(CommandContext context, MachineReactors reactors, int core)
    {
        string word = context.Arguments[1];
        Kind kind = Array.Find(s_kinds, known => known.Name == word)
            ?? throw new CommandException($"'{word}' is no kind of work; use {string.Join(", ", Names)}");
        if (context.Arguments.Count == 2)
        {
            throw new CommandException($"'{word}' needs a number behind it");
        }

        int number = ReactorArguments.Number(context.Arguments[2], word, 1, Most);
        Quanta quanta = reactors.Ask(core, reactor => kind.With(reactor.Quanta, number), context.Cancellation);
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

    /// <summary>A kind of work.</summary>
    private sealed record Kind(string Name, Func<Quanta, int> Of, Func<Quanta, int, Quanta> With);
}
