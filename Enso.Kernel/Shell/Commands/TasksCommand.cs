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
        IEnumerable<int> cores = context.Arguments.Count == 0
            ? Enumerable.Range(0, reactors.Cluster.Cores)
            : [ReactorArguments.Core(reactors, context.Arguments[0])];
        Table table = new("task", "name", "state", "polls", "children");
        Tabulate(reactors, cores, table, reactor => reactor.ListTasks().ToArray(), Add, context.Cancellation);
        context.Write(table);
        return 0;

        void Add(int core, TaskView[] tasks)
        {
            foreach (TaskView task in tasks)
            {
                int children = tasks.Count(child => child.Parent == task.Id);
                string state = task.State.ToString().ToLowerInvariant() + (task.IsCancelled ? ", cancelled" : "");
                string name = new string(' ', 2 * task.Depth) + task.Id;
                table.Add(name, task.Name ?? "-", state, $"{task.Polls}", $"{children}");
            }
        }
    }
}
