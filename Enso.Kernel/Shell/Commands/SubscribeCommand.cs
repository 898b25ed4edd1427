using Enso.Kernel.Reactors;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>subscribe</c>: has a core read a queue.</summary>
internal sealed class SubscribeCommand : ReactorCommand
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
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(2, 2);
        reactors.Texts.Subscribe(
            ReactorArguments.Core(reactors, context.Arguments[0]), context.Arguments[1], context.Cancellation);
        return 0;
    }
}
