using Enso.Machine.Firmware;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>reboot</c>: restarts the machine.</summary>
internal sealed class RebootCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "reboot";

    /// <inheritdoc/>
    public override string Summary => "restarts the machine";

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        Power.Restart();
        return 1;
    }
}
