using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>spawn</c>: starts a task on a core.</summary>
internal sealed class SpawnCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "spawn";

    /// <inheritdoc/>
    public override string Summary => "starts a task on a core";

    /// <inheritdoc/>
    public override string Usage => "spawn CORE JOB NUMBER";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        [.. Jobs.All.Select(job => $"spawn 0 {job.Name} 20".PadRight(18) + $"# {job.Summary} ({job.Unit})")];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        arguments.Count == 1 ? Jobs.All.Select(job => job.Name) : [];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(3, 3);
        int core = ReactorArguments.Core(reactors, context.Arguments[0]);
        Job job = Jobs.All.FirstOrDefault(known => known.Name == context.Arguments[1])
            ?? throw new CommandException(
                $"'{context.Arguments[1]}' is not a job; "
                + $"use {string.Join(", ", Jobs.All.Select(known => known.Name))}");
        int number = ReactorArguments.Number(context.Arguments[2], job.Unit, job.Least, job.Most);
        TaskOptions options = new() { Name = $"{job.Name} {number}" };

        // From core 0's reactor over the bus, as any task would.
        TaskId task = reactors.Run(
            0, caller => caller.SpawnOn(core, () => job.Make(number), options), context.Cancellation);
        context.WriteLine($"task {task}");
        return 0;
    }
}
