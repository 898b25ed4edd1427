using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>cancel</c>: asks a task to end, with its children.</summary>
internal sealed class CancelCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "cancel";

    /// <inheritdoc/>
    public override string Summary => "asks a task to end, with all its children";

    /// <inheritdoc/>
    public override string Usage => "cancel TASK";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["cancel 0.3.1  # a task that 'tasks' lists"];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(1, 1);
        TaskId task = ReactorArguments.Task(reactors, context.Arguments[0]);
        if (task == reactors.Cluster[task.Core].Root)
        {
            throw new CommandException($"{task} is the root of core {task.Core}: without it the core would halt");
        }

        return reactors.Ask(task.Core, reactor => reactor.Cancel(task), context.Cancellation)
            ? 0
            : throw new CommandException($"{task} is no task, or was asked before; 'tasks' lists them");
    }
}
