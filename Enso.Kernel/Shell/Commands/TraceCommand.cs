using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>trace</c>: keeps what happens on each core, and writes it as Chrome and Perfetto read it.</summary>
internal sealed class TraceCommand : ReactorCommand
{
    private const int DefaultEvents = 10_000;

    /// <inheritdoc/>
    public override string Name => "trace";

    /// <inheritdoc/>
    public override string Summary => "keeps what happens on each core, and writes it as JSON";

    /// <inheritdoc/>
    public override string Usage => "trace start [EVENTS] | trace stop";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "trace start        # ./enso trace does both, and keeps the JSON in a file",
        "trace start 50000  # room for so many events on each core",
        "trace stop",
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        arguments.Count == 0 ? ["start", "stop"] : [];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(1, 2);
        switch (context.Arguments[0])
        {
            case "start":
                int events = context.Arguments.Count == 2
                    ? ReactorArguments.Number(context.Arguments[1], "events", 1, Trace.MaximumCapacity)
                    : DefaultEvents;
                Start(context, reactors, events);
                return 0;
            case "stop" when context.Arguments.Count == 1:
                Stop(context, reactors);
                return 0;
            default:
                throw new CommandException(
                    $"'{string.Join(' ', context.Arguments)}' is neither 'start [EVENTS]' nor 'stop'");
        }
    }

    private static void Start(CommandContext context, MachineReactors reactors, int events)
    {
        try
        {
            for (int core = 0; core < reactors.Cluster.Cores; core++)
            {
                bool isTraced = reactors.TryAsk(
                    core,
                    reactor =>
                    {
                        reactor.StartTrace(events);
                        return true;
                    },
                    out _,
                    context.Cancellation);
                if (!isTraced)
                {
                    context.WriteLine($"core {core} has halted, and is not traced");
                }
            }
        }
        catch (InvalidOperationException error)
        {
            throw new CommandException(error.Message);
        }
    }

    private static void Stop(CommandContext context, MachineReactors reactors)
    {
        List<Trace> traces = [];
        for (int core = 0; core < reactors.Cluster.Cores; core++)
        {
            if (reactors.TryAsk(core, reactor => reactor.StopTrace(), out Trace? trace, context.Cancellation)
                && trace is not null)
            {
                traces.Add(trace);
            }
        }

        if (traces.Count == 0)
        {
            throw new CommandException("no trace is under way; begin one by 'trace start'");
        }

        using StringWriter json = new();
        ChromeTrace.Write(json, traces);
        context.Write(json.ToString());
        foreach (Trace trace in traces.Where(trace => trace.Lost != 0))
        {
            context.WriteLine($"core {trace.Core}: {trace.Lost} events were lost; give 'trace start' more room");
        }
    }
}
