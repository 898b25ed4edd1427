using Enso.Kernel.Reactors;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>receive</c>: takes a core's next text from a queue.</summary>
internal sealed class ReceiveCommand : ReactorCommand
{
    /// <inheritdoc/>
    public override string Name => "receive";

    /// <inheritdoc/>
    public override string Summary => "takes the next text that a core has not read";

    /// <inheritdoc/>
    public override string Usage => "receive CORE NAME";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["receive 0 prices"];

    /// <inheritdoc/>
    protected override int Run(CommandContext context, MachineReactors reactors)
    {
        context.ExpectArguments(2, 2);
        string? text = reactors.Texts.Receive(
            ReactorArguments.Core(reactors, context.Arguments[0]), context.Arguments[1], context.Cancellation);
        context.WriteLine(text ?? "(nothing)");
        return 0;
    }
}
