using Enso.Kernel.Reactors;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>send</c>: publishes a text to a queue.</summary>
internal sealed class SendCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "send";

    /// <inheritdoc/>
    public override string Summary => "publishes a text to a queue, on its owner's core";

    /// <inheritdoc/>
    public override string Usage => "send NAME TEXT";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["send prices 42.10"];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(2, int.MaxValue);
        reactors.Texts.Send(context.Arguments[0], string.Join(' ', context.Arguments.Skip(1)), context.Cancellation);
        return 0;
    }
}
