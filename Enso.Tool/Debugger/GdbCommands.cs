using System.Globalization;
using Enso.Tool.Building;

namespace Enso.Tool.Debugger;

/// <summary>What gdb is told, in one place.</summary>
public static class GdbCommands
{
    /// <summary>The symbol of the kernel's Main: ILC writes assembly, namespace, type and method so.</summary>
    public const string MainSymbol = "Enso_Kernel_Enso_Kernel_Program__Main";

    /// <summary>Where to stop when there is no such symbol: the runtime's way into any managed program.</summary>
    public const string FallbackSymbol = "__managed__Main";

    /// <summary>The commands that lead from gdb's start to the kernel's Main.</summary>
    /// <param name="repository">Where the sources and the helpers are.</param>
    /// <param name="symbols">The file with the image's symbols.</param>
    /// <param name="port">The port that QEMU's stub listens on.</param>
    /// <returns>A script for gdb.</returns>
    public static string Attach(RepositoryLayout repository, string symbols, int port)
    {
        ArgumentNullException.ThrowIfNull(repository);

        // Hardware breakpoints, because the image is not in memory before the firmware or QEMU has put it there.
        return string.Create(CultureInfo.InvariantCulture, $"""
            set pagination off
            set confirm off
            set print asm-demangle on
            set breakpoint pending off
            directory {repository.Root}
            file {symbols}
            source {repository.DebuggerHelpers}
            target remote 127.0.0.1:{port}
            enso-break-main {MainSymbol} {FallbackSymbol}
            continue

            """);
    }

    /// <summary>gdb's arguments for a person at the terminal.</summary>
    /// <param name="attach">The file that holds <see cref="Attach"/>.</param>
    /// <returns>The arguments.</returns>
    public static IReadOnlyList<string> Interactive(string attach) => ["-q", "-x", attach];

    /// <summary>gdb's arguments for a script, after which it ends.</summary>
    /// <param name="attach">The file that holds <see cref="Attach"/>.</param>
    /// <param name="script">The script.</param>
    /// <returns>The arguments.</returns>
    public static IReadOnlyList<string> Batch(string attach, string script) =>
        ["-q", "-nx", "-batch", "-x", attach, "-x", script];
}
