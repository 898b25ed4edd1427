using System.Runtime.InteropServices;
using Enso.Benchmarks;
using Enso.Kernel.Benchmarks;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>bench queues</c>: what a message costs between two of the machine's cores.</summary>
internal sealed class BenchCommand : ShellCommand
{
    private const string Queues = "queues";

    /// <inheritdoc/>
    public override string Name => "bench";

    /// <inheritdoc/>
    public override string Summary => "passes messages between two cores, and says what one costs";

    /// <inheritdoc/>
    public override string Usage => "bench queues [NAME...] [--rounds N] [--divide N] [--cores A,B]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "bench queues                         every queue, in short rounds",
        "bench queues spsc link-vec           one figure",
        "bench queues round-trip --cores 0,3  between these cores",
        "bench queues --divide 1 --rounds 7   as ./enso bench queues measures: minutes",
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        arguments.Count == 0 ? [Queues] : QueuesArguments.Words;

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(1, int.MaxValue);
        if (context.Arguments[0] != Queues)
        {
            throw new CommandException($"'{context.Arguments[0]}' is not a benchmark; use {Queues}");
        }

        QueuesArguments arguments = QueuesArguments.Read([.. context.Arguments.Skip(1)]);
        MachinePlacement placement = MachinePlacement.Choose(arguments.Cores);
        Dictionary<string, string> system = new()
        {
            ["os"] = RuntimeInformation.OSDescription,
            ["framework"] = RuntimeInformation.FrameworkDescription,
            ["cores"] = placement.Cores,
        };
        QueuesResult result = new QueuesRun(arguments.Options, placement, context.Write)
            .Run(system, context.Cancellation);
        context.WriteLine();
        foreach (string line in QueuesTable.Describe(result))
        {
            context.WriteLine(line);
        }

        return 0;
    }
}
