using System.Numerics;
using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>names</c>: the names that all cores know, as one of them knows them.</summary>
internal sealed class NamesCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "names";

    /// <inheritdoc/>
    public override string Summary => "the names that all cores know, and which cores do not answer";

    /// <inheritdoc/>
    public override string Usage => "names [CORE]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["names", "names 2  # as core 2 knows them"];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(0, 1);
        int core = context.Arguments.Count == 0 ? 0 : ReactorArguments.Core(reactors, context.Arguments[0]);
        ClusterMap<string, NameEntry> map = reactors.Names.Map;
        (AgreementView view, (string Name, NameEntry Entry, long Version)[] names) = reactors.Ask(
            core,
            reactor => (
                map.View(reactor),
                Array.ConvertAll(
                    map.List(reactor), entry => (entry.Key, entry.Value, map.VersionOf(reactor, entry.Key)))),
            context.Cancellation);
        Table table = new("name", "kind", "core", "since version");
        Array.Sort(names, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach ((string name, NameEntry entry, long version) in names)
        {
            table.Add(name, NameKinds.Describe(entry.Kind), $"{entry.Core}", $"{version}");
        }

        context.Write(table);
        context.WriteLine(
            $"version {view.Version} on core {core}; core {view.Coordinator} coordinates; {Answering(view)}");
        return 0;
    }

    private static string Answering(AgreementView view)
    {
        if (view.Silent == 0)
        {
            return view.HasQuorum ? "no core is known to be silent" : "too few cores answer";
        }

        List<int> silent = [];
        for (ulong left = view.Silent; left != 0; left &= left - 1)
        {
            silent.Add(BitOperations.TrailingZeroCount(left));
        }

        return $"silent: {string.Join(", ", silent)}{(view.HasQuorum ? "" : ": too few cores answer")}";
    }
}
