using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>tasks</c>: every core's tree of tasks.</summary>
internal sealed class TasksCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "tasks";

    /// <inheritdoc/>
    public override string Summary => "the tasks of each core's reactor, as a tree";

    /// <inheritdoc/>
    public override string Usage => "tasks [CORE]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["tasks", "tasks 1"];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(0, 1);
        int first = 0;
        int last = reactors.Cluster.Cores - 1;
        if (context.Arguments.Count == 1)
        {
            first = last = ReactorArguments.Core(reactors, context.Arguments[0]);
        }

        Table table = new("task", "name", "state", "polls", "children");
        for (int core = first; core <= last; core++)
        {
            TaskView[] tasks = reactors.Ask(core, reactor => reactor.ListTasks().ToArray());
            foreach (TaskView task in tasks)
            {
                int children = tasks.Count(child => child.Parent == task.Id);
                string state = task.State.ToString().ToLowerInvariant() + (task.IsCancelled ? ", cancelled" : "");
                table.Add(
                    new string(' ', 2 * task.Depth) + task.Id, task.Name ?? "-", state, $"{task.Polls}", $"{children}");
            }
        }

        context.Write(table);
        return 0;
    }
}
