using System.Diagnostics;
using System.Text;
using Enso.Tool.Emulation;
using Enso.Tool.Reporting;
using Enso.Tool.Terminal;

namespace Enso.Tool.Running;

/// <summary>Boots the kernel with this terminal as its serial console. QEMU reads and writes the terminal itself;
/// this program only watches the copy that QEMU keeps of the guest's output.</summary>
/// <param name="options">The machine.</param>
internal sealed class TerminalRun(MachineOptions options)
{
    private static readonly TimeSpan s_watchPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    /// <summary>Whether the machine runs a program, whose status is then the machine's.</summary>
    public bool IsProgram { get; init; }

    /// <summary>Runs the machine until it or its user ends it.</summary>
    /// <param name="cancellationToken">Ends the machine.</param>
    /// <returns>QEMU's exit code, or that of a panic.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string terminalState = await TerminalStateAsync();
        if (!IsProgram)
        {
            await Console.Error.WriteLineAsync(
                "This terminal is the guest's console. Leave with the command poweroff, or by Ctrl-A X at any time.");
        }

        bool hasHalted = false;
        try
        {
            await using QemuProcess qemu = await QemuProcess.StartAsync(
                options, QemuProcess.Console.Terminal, limit: null, cancellationToken);
            await DisplayNotice.WriteAsync(options, qemu.Qmp);
            using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task<bool> watch = WatchAsync(ConsoleLog(qemu), ended.Token);
            await Task.WhenAny(qemu.Exited, watch);
            hasHalted = watch.IsCompletedSuccessfully && await watch;
            if (hasHalted)
            {
                await Task.WhenAny(qemu.Exited, Task.Delay(s_lastWords, cancellationToken));
            }

            if (!qemu.Exited.IsCompleted)
            {
                await QuitAsync(qemu);
            }

            await ended.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return hasHalted ? ExitCodes.KernelPanic
                : IsProgram && await ProgramStatusAsync(qemu) is { } status ? status
                : await qemu.Exited;
        }
        finally
        {
            // QEMU puts the terminal back when it ends by itself; not when it had to be killed.
            await RestoreTerminalAsync(terminalState);
            if (hasHalted)
            {
                await Console.Error.WriteLineAsync("\nenso: the kernel panicked.");
            }
        }
    }

    /// <summary>The status that the program ended with; null when it was the user who ended the machine.</summary>
    private static async Task<int?> ProgramStatusAsync(QemuProcess qemu)
    {
        await qemu.Exited;
        ProgramOutput program = new(Stream.Null, Stream.Null);
        program.Feed(await File.ReadAllBytesAsync(ConsoleLog(qemu)));
        return program.Status;
    }

    private static string ConsoleLog(QemuProcess qemu) => Path.Combine(qemu.ScratchDirectory, "console.log");

    private static async Task QuitAsync(QemuProcess qemu)
    {
        try
        {
            await qemu.Qmp.ExecuteAsync("quit");
        }
        catch (EmulatorException)
        {
            // It ended by itself just then.
        }

        await Task.WhenAny(qemu.Exited, Task.Delay(TimeSpan.FromSeconds(3)));
    }

    /// <summary>Completes, with true, when the kernel has halted; with false when cancelled.</summary>
    private static async Task<bool> WatchAsync(string path, CancellationToken cancellationToken)
    {
        byte[] needle = Encoding.ASCII.GetBytes(VirtualMachine.HaltedLine);
        byte[] buffer = new byte[16 * 1024];
        int kept = 0;
        try
        {
            using PeriodicTimer timer = new(s_watchPeriod);
            await using FileStream log = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                int count;
                while ((count = await log.ReadAsync(buffer.AsMemory(kept), cancellationToken)) > 0)
                {
                    int length = kept + count;
                    if (buffer.AsSpan(0, length).IndexOf(needle) >= 0)
                    {
                        return true;
                    }

                    // The line may be split between two reads: its possible beginning is looked at again.
                    kept = Math.Min(needle.Length - 1, length);
                    buffer.AsSpan(length - kept, kept).CopyTo(buffer);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The machine has ended.
        }

        return false;
    }

    private static async Task<string> TerminalStateAsync()
    {
        using Process? stty = Process.Start(
            new ProcessStartInfo("stty", ["-g"]) { RedirectStandardOutput = true, RedirectStandardError = true });
        if (stty is null)
        {
            return "";
        }

        string state = await stty.StandardOutput.ReadToEndAsync();
        await stty.WaitForExitAsync();
        return stty.ExitCode == 0 ? state.Trim() : "";
    }

    private static async Task RestoreTerminalAsync(string state)
    {
        if (state.Length > 0)
        {
            await ChildProcess.RunOnTerminalAsync("stty", [state]);
        }
    }
}
