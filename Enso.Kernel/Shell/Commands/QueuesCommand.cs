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
        Table table = new("core", "queue", "capacity", "depth", "most", "readers", "published", "turned away", "unsent");
        Tabulate(
            reactors,
            Enumerable.Range(0, reactors.Cluster.Cores),
            table,
            reactor => (Unsent: reactor.Unsent, Publications: reactor.Publications.ToArray()),
            (core, known) =>
            {
                Add(table, core, "bus", reactors.Cluster.RingOf(core), $"{known.Unsent}");
                Array.ForEach(known.Publications, queue => Add(table, core, queue.Name, queue.Properties, ""));
            },
            context.Cancellation);
        context.Write(table);
        return 0;
    }

    private static void Add(Table table, int core, string name, QueueProperties queue, string unsent) => table.Add(
        $"{core}", name, $"{queue.Capacity}", $"{queue.Depth}", $"{queue.HighWater}", $"{queue.Readers}",
        $"{queue.Published}", $"{queue.Rejected}", unsent);
}
