using System.Runtime.InteropServices;
using Enso.Benchmarks;
using Enso.Kernel.Benchmarks;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>bench</c>: what messages, tasks and timers cost on the machine's own cores.</summary>
internal sealed class BenchCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "bench";

    /// <inheritdoc/>
    public override string Summary => "says what messages, tasks and timers cost on two cores";

    /// <inheritdoc/>
    public override string Usage => "bench queues|reactor|interrupts [NAME...] [--rounds N] [--divide N] [--cores A,B]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "bench queues                         every queue, in short rounds",
        "bench queues spsc link-vec           one figure",
        "bench queues round-trip --cores 0,3  between these cores",
        "bench queues --divide 1 --rounds 7   as ./enso bench queues measures: minutes",
        "bench reactor                        tasks, timers and messages of a reactor, in short rounds",
        "bench reactor spawn timers           what a task costs, and a timer beside a million others",
        "bench interrupts                     from an interrupt to its handler",
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        arguments.Count == 0 ? KernelSuite.All.Select(kernel => kernel.Suite.Name)
        : Find(arguments[0]) is { } chosen ? SuiteArguments.Words(chosen.Suite)
        : [];

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(1, int.MaxValue);
        if (Find(context.Arguments[0]) is not { } chosen)
        {
            string names = string.Join(", ", KernelSuite.All.Select(kernel => kernel.Suite.Name));
            throw new CommandException($"'{context.Arguments[0]}' is not a benchmark; use {names}");
        }

        SuiteArguments arguments = SuiteArguments.Read(chosen.Suite, [.. context.Arguments.Skip(1)]);
        MachinePlacement placement = MachinePlacement.Choose(arguments.Cores);
        Dictionary<string, string> system = new()
        {
            ["os"] = RuntimeInformation.OSDescription,
            ["framework"] = RuntimeInformation.FrameworkDescription,
            ["cores"] = placement.Cores,
        };
        SuiteResult result = Measure(context, arguments.Options, chosen, placement, system);
        context.WriteLine();
        foreach (string line in SuiteTable.Describe(result))
        {
            context.WriteLine(line);
        }

        return 0;
    }

    private static SuiteResult Measure(
        CommandContext context,
        SuiteOptions options,
        KernelSuite chosen,
        MachinePlacement placement,
        Dictionary<string, string> system)
    {
        SuiteRun run = new(options, chosen.Loops(context.Cancellation), placement, context.Write);
        try
        {
            return run.Run(system, context.Cancellation);
        }
        catch (Exception error) when (ReactorCommand.RefusalOf(error) is { } refusal)
        {
            throw refusal;
        }
    }

    private static KernelSuite? Find(string name) =>
        KernelSuite.All.FirstOrDefault(kernel => kernel.Suite.Name == name);
}
