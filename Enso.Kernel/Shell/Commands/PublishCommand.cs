using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>publish</c>: makes a queue of texts on a core, which any core can subscribe to.</summary>
internal sealed class PublishCommand : ReactorCommand
{
    private const int DefaultCapacity = 16;

    /// <inheritdoc/>
    public override string Name => "publish";

    /// <inheritdoc/>
    public override string Summary => "makes a queue of texts on a core";

    /// <inheritdoc/>
    public override string Usage => "publish CORE NAME [CAPACITY]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "publish 1 prices 8",
        "subscribe 0 prices  # a reader on core 0",
        "send prices 42.10",
        "receive 0 prices    # 42.10",
    ];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(2, 3);
        int core = ReactorArguments.Core(reactors, context.Arguments[0]);
        int capacity = context.Arguments.Count == 3
            ? ReactorArguments.Number(context.Arguments[2], "messages, a power of two", 1, TextQueues.MaximumCapacity)
            : DefaultCapacity;
        try
        {
            reactors.Texts.Publish(core, context.Arguments[1], capacity, context.Cancellation);
        }
        catch (ArgumentException error)
        {
            throw new CommandException(error.Message);
        }

        return 0;
    }
}
