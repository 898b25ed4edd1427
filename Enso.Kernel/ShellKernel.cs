using Enso.Kernel.Console;
using Enso.Kernel.Shell;
using Enso.Kernel.Shell.Commands;
using Enso.Machine.Diagnostics;

namespace Enso.Kernel;

/// <summary>The kernel that people boot: a shell on the console.</summary>
public sealed class ShellKernel : Kernel
{
    private readonly MachineTerminal _terminal = new();
    private readonly CommandRegistry _commands = Commands.All();

    /// <inheritdoc/>
    protected override void BeforeRun()
    {
        // From here informational lines go to the log only: the console is the shell's.
        Log.Quiet = true;
        _terminal.Write("\r\nType \e[1mhelp\e[0m for the commands, Tab to complete, \e[1mpoweroff\e[0m to leave.\r\n"u8);
    }

    /// <inheritdoc/>
    protected override void Run() => Shell.Shell.Run(_terminal, _commands);
}
