using System.Runtime.InteropServices;
using Enso.Tool.Building;
using Enso.Tool.Emulation;
using Enso.Tool.Reporting;
using Enso.Tool.Terminal;

namespace Enso.Tool.Debugger;

/// <summary>A kernel that is being debugged, and its debugger.</summary>
/// <param name="repository">Where the symbols and the helpers are.</param>
/// <param name="options">The machine, with a debugger's port.</param>
public sealed class DebugSession(RepositoryLayout repository, MachineOptions options)
{
    // A person at a breakpoint may take days; a script may not.
    private static readonly TimeSpan s_personLimit = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_scriptLimit = TimeSpan.FromMinutes(10);

    private readonly OutputFilter _filter = new(keepColour: !Console.IsOutputRedirected);

    /// <summary>Whether to print what the guest writes to its console.</summary>
    public bool PrintConsole { get; init; }

    /// <summary>Where an image's symbols are.</summary>
    /// <param name="image">The ELF file.</param>
    /// <returns>The file beside it.</returns>
    public static string SymbolsOf(string image) => Path.ChangeExtension(image, ".debug");

    private string Symbols => SymbolsOf(options.ElfPath);

    private string ConsoleLog => Path.Combine(repository.Artifacts, "debug-console.log");

    /// <summary>Boots, and runs gdb to its end.</summary>
    /// <param name="script">A script for gdb; null for a person.</param>
    /// <param name="cancellationToken">Ends both.</param>
    /// <returns>gdb's exit code.</returns>
    public async Task<int> RunAsync(string? script, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            options, script is null ? s_personLimit : s_scriptLimit, cancellationToken);
        await using StreamWriter log = OpenLog(machine);

        // Ctrl-C is gdb's: it stops the guest.
        using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, context => context.Cancel = true);
        string attach = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                attach, GdbCommands.Attach(repository, Symbols, options.DebuggerPort!.Value), cancellationToken);
            IReadOnlyList<string> arguments = script is null
                ? GdbCommands.Interactive(attach)
                : GdbCommands.Batch(attach, Path.GetFullPath(script));
            int exitCode = await ChildProcess.RunOnTerminalAsync(
                "gdb", arguments, cancellationToken: cancellationToken);
            await machine.QuitAsync();
            return exitCode;
        }
        finally
        {
            File.Delete(attach);
            if (!PrintConsole)
            {
                await Console.Error.WriteLineAsync(
                    $"The guest's console output is in {repository.Relative(ConsoleLog)}.");
            }
        }
    }

    /// <summary>Boots, and waits until the machine ends: a debugger attaches from elsewhere.</summary>
    /// <param name="cancellationToken">Ends the machine.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            options, s_personLimit, cancellationToken);
        await using StreamWriter log = OpenLog(machine);
        string symbols = repository.Relative(Symbols);
        string helpers = repository.Relative(repository.DebuggerHelpers);
        await Console.Out.WriteLineAsync(
            $"""
            Attach with:
              gdb -q {symbols} -ex 'source {helpers}' \
                  -ex 'target remote localhost:{options.DebuggerPort}' -ex 'enso-break-main {GdbCommands.MainSymbol}'
            Ctrl-C ends the machine. Waiting for a debugger on localhost:{options.DebuggerPort}.
            """);
        await machine.WaitForExitAsync(Timeout.InfiniteTimeSpan).WaitAsync(cancellationToken);
        return ExitCodes.Success;
    }

    private StreamWriter OpenLog(VirtualMachine machine)
    {
        Directory.CreateDirectory(repository.Artifacts);
        StreamWriter log = new(ConsoleLog) { AutoFlush = true };
        machine.Serial.Received += piece =>
        {
            string text = _filter.Take(piece);
            log.Write(text);
            if (PrintConsole)
            {
                Console.Out.Write(text);
            }
        };
        return log;
    }
}
