using Enso.Machine.Firmware;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>poweroff</c>: switches the machine off.</summary>
internal sealed class PowerOffCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "poweroff";

    /// <inheritdoc/>
    public override string Summary => "switches the machine off";

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        context.WriteLine("switching off");
        throw new CommandException($"the machine stays on: {Power.Off()}", 1);
    }
}
