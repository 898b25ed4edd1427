using Enso.Kernel.Console;
using Enso.Kernel.Reactors;
using Enso.Kernel.Shell;
using Enso.Kernel.Shell.Commands;
using Enso.Machine.Diagnostics;

namespace Enso.Kernel;

/// <summary>The kernel that people boot: a shell on the console.</summary>
public sealed class ShellKernel : Kernel
{
    private readonly MachineTerminal _terminal = new();
    private readonly Shell.Shell _shell;

    /// <summary>Makes the shell; it keeps its history for as long as the kernel runs.</summary>
    public ShellKernel() => _shell = new Shell.Shell(_terminal, Commands.All());

    /// <inheritdoc/>
    protected override void BeforeRun()
    {
        // From here informational lines go to the log only: the console is the shell's.
        Log.Quiet = true;
        MachineTerminal.MakeRaw();
        MachineReactors.Start();
        _terminal.Write("\r\nType \e[1mhelp\e[0m for the commands, Tab to complete, \e[1mpoweroff\e[0m to leave.\r\n"u8);
    }

    /// <inheritdoc/>
    protected override void Run() => _shell.Run();
}
