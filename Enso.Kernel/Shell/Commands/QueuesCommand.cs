using Enso.Kernel.Reactors;
using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>queues</c>: the cores' rings, and the queues that they have published.</summary>
internal sealed class QueuesCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "queues";

    /// <inheritdoc/>
    public override string Summary => "the cores' rings and the queues that were published";

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(0, 0);
        Table table = new("core", "queue", "capacity", "depth", "most", "readers", "published", "turned away");
        for (int core = 0; core < reactors.Cluster.Cores; core++)
        {
            Add(table, core, "bus", reactors.Cluster.RingOf(core));
            IPublication[] publications = reactors.Ask(core, reactor => reactor.Publications.ToArray());
            foreach (IPublication publication in publications)
            {
                Add(table, core, publication.Name, publication.Properties);
            }
        }

        context.Write(table);
        return 0;
    }

    private static void Add(Table table, int core, string name, QueueProperties queue) => table.Add(
        $"{core}", name, $"{queue.Capacity}", $"{queue.Depth}", $"{queue.HighWater}", $"{queue.Readers}",
        $"{queue.Published}", $"{queue.Rejected}");
}
