using System.Numerics;
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
        string name = context.Arguments[1];
        if (name.Length is 0 or > NameTable.MaximumLength)
        {
            throw new CommandException(
                $"a name has 1 to {NameTable.MaximumLength} characters, and this one has {name.Length}");
        }

        int capacity = DefaultCapacity;
        if (context.Arguments.Count == 3)
        {
            capacity = ReactorArguments.Number(context.Arguments[2], "messages", 1, TextQueues.MaximumCapacity);
            if (!BitOperations.IsPow2(capacity))
            {
                throw new CommandException(
                    $"a queue's capacity is a power of two, up to {TextQueues.MaximumCapacity}, and not {capacity}");
            }
        }

        reactors.Texts.Publish(core, name, capacity, context.Cancellation);
        return 0;
    }
}
