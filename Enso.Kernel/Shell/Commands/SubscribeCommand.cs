using Enso.Kernel.Reactors;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>subscribe</c>: has a core read a queue.</summary>
internal sealed class SubscribeCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "subscribe";

    /// <inheritdoc/>
    public override string Summary => "has a core read a queue from now on";

    /// <inheritdoc/>
    public override string Usage => "subscribe CORE NAME";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["subscribe 0 prices"];

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(2, 2);
        TextQueues.Subscribe(
            ReactorArguments.Core(context.Arguments[0]), context.Arguments[1], context.Cancellation);
        return 0;
    }
}
