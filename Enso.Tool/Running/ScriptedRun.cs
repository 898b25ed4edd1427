using System.Diagnostics;
using Enso.Tool.Emulation;
using Enso.Tool.Reporting;
using Enso.Tool.Terminal;

namespace Enso.Tool.Running;

/// <summary>Boots the kernel, runs shell commands in it, and prints what they print.</summary>
/// <param name="options">The machine.</param>
/// <param name="timeout">How long the boot and all commands may take together.</param>
public sealed class ScriptedRun(MachineOptions options, TimeSpan timeout)
{
    private const int TailLines = 60;

    // After the time has run out the machine is still asked for its registers.
    private static readonly TimeSpan s_postMortemLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_lastWordsLimit = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = new();
    private readonly OutputFilter _filter = new(keepColour: !Console.IsOutputRedirected);
    private TextWriter _output = Console.Out;
    private bool _isLineOpen;

    /// <summary>Where to save the screen, after the last command that does not end the machine.</summary>
    public string? Screenshot { get; init; }

    /// <summary>Where a command's output goes; null, or null for a command, for standard output.</summary>
    public Func<string, TextWriter?>? OutputOf { get; init; }

    private TimeSpan Remaining => timeout - _clock.Elapsed is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Runs the commands.</summary>
    /// <param name="commands">The commands, in order.</param>
    /// <param name="cancellationToken">Ends the machine.</param>
    /// <returns>The exit code: the first failed command's status, or what happened instead.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commands);
        _clock.Start();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            options with { NoReboot = true }, timeout + s_postMortemLimit, cancellationToken);

        // Ending the machine ends every wait for it.
        await using CancellationTokenRegistration onCancel = cancellationToken.Register(
            () => _ = machine.QuitAsync());
        try
        {
            return await RunInAsync(machine, commands);
        }
        catch (TimeoutException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await PostMortemAsync(machine, error.Message);
            return ExitCodes.TimedOut;
        }
        finally
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<int> RunInAsync(VirtualMachine machine, IReadOnlyList<string> commands)
    {
        ShellSession shell = new(machine);
        CommandOutcome outcome;
        await using (Progress progress = Progress.Start("Booting"))
        {
            outcome = await shell.WaitForPromptAsync(Remaining);
            if (outcome == CommandOutcome.Finished)
            {
                progress.Done();
            }
        }

        int firstFailure = 0;
        bool isPictureTaken = false;
        for (int i = 0; i < commands.Count && outcome == CommandOutcome.Finished; i++)
        {
            bool isEnd = CommandList.EndsMachine(commands[i]);
            if (isEnd && !isPictureTaken)
            {
                await TakePictureAsync(machine, shell);
                isPictureTaken = true;
            }

            _output = OutputOf?.Invoke(commands[i]) ?? Console.Out;
            CommandResult result = await shell.RunAsync(commands[i], Remaining, Print);
            CloseLine();
            _output = Console.Out;
            firstFailure = firstFailure == 0 ? result.Status : firstFailure;
            outcome = result.Outcome;
            if (isEnd && outcome == CommandOutcome.Finished && result.Status == 0)
            {
                // The shell may still report that the command was accepted, before the machine ends.
                outcome = await WaitForEndAsync(machine);
            }

            if (outcome == CommandOutcome.MachineEnded && isEnd)
            {
                return await ExitCodeAfterEndAsync(machine, firstFailure);
            }
        }

        switch (outcome)
        {
            case CommandOutcome.KernelHalted:
                await ReportHaltAsync(machine);
                return ExitCodes.KernelPanic;
            case CommandOutcome.MachineEnded:
                await ReportUnexpectedEndAsync(machine);
                return ExitCodes.Failure;
            default:
                if (!isPictureTaken)
                {
                    await TakePictureAsync(machine, shell);
                }

                await machine.QuitAsync();
                return firstFailure;
        }
    }

    private async Task<CommandOutcome> WaitForEndAsync(VirtualMachine machine)
    {
        if (await machine.WaitForExitAsync(Remaining))
        {
            return machine.HasHalted ? CommandOutcome.KernelHalted : CommandOutcome.MachineEnded;
        }

        throw new TimeoutException("The machine did not end when it was told to.");
    }

    private async Task TakePictureAsync(VirtualMachine machine, ShellSession shell)
    {
        if (Screenshot is not null && await shell.WaitForPromptAsync(Remaining) == CommandOutcome.Finished)
        {
            await machine.ScreenshotAsync(Screenshot);
        }
    }

    private void Print(TerminalToken token)
    {
        string text = _filter.Take(token);
        if (text.Length > 0)
        {
            _output.Write(text);
            _isLineOpen = token.Kind == TerminalTokenKind.Text ? text[^1] != '\n' : _isLineOpen;
        }
    }

    private void CloseLine()
    {
        if (_isLineOpen)
        {
            _output.WriteLine();
            _isLineOpen = false;
        }
    }

    private async Task<int> ExitCodeAfterEndAsync(VirtualMachine machine, int firstFailure)
    {
        await machine.WaitForExitAsync(Remaining);
        if (machine.HasHalted)
        {
            await ReportHaltAsync(machine);
            return ExitCodes.KernelPanic;
        }

        if (machine.ExitCode is not 0 || machine.ShutdownReason is null)
        {
            await ReportUnexpectedEndAsync(machine);
            return ExitCodes.Failure;
        }

        return firstFailure;
    }

    private async Task ReportHaltAsync(VirtualMachine machine)
    {
        // What follows the line, if anything, is on its way.
        await machine.WaitForExitAsync(s_lastWordsLimit);
        CloseLine();
        await Console.Out.FlushAsync();
        await Console.Error.WriteLineAsync("--- the whole serial output ---");
        await Console.Error.WriteLineAsync(OutputFilter.Plain(machine.SerialText).TrimEnd());
        await Console.Error.WriteLineAsync("enso: the kernel panicked.");
        await machine.QuitAsync();
    }

    private static async Task ReportUnexpectedEndAsync(VirtualMachine machine)
    {
        await machine.WaitForExitAsync(s_lastWordsLimit);
        await Console.Error.WriteLineAsync(Tail(machine.SerialText));
        string reason = machine.ShutdownReason switch
        {
            "guest-reset" => "the machine was reset (a triple fault, or a reboot that was not asked for)",
            "guest-shutdown" => "the machine powered itself off",
            null => "QEMU died",
            var other => other,
        };
        await Console.Error.WriteLineAsync(
            $"enso: the machine ended before the commands did: {reason}; QEMU's exit code is {machine.ExitCode}. "
            + machine.Diagnostics.Trim());
    }

    private static async Task PostMortemAsync(VirtualMachine machine, string message)
    {
        await Console.Error.WriteLineAsync("--- the end of the serial output ---");
        await Console.Error.WriteLineAsync(Tail(machine.SerialText));
        try
        {
            string registers = await machine.RegistersAsync().WaitAsync(s_postMortemLimit / 2);
            await Console.Error.WriteLineAsync("--- the registers of every core ---");
            await Console.Error.WriteLineAsync(registers.Trim());
        }
        catch (Exception error) when (error is EmulatorException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"(no registers: {error.Message})");
        }

        await Console.Error.WriteLineAsync($"enso: timed out. {message}");
    }

    private static string Tail(string serial)
    {
        string[] lines = OutputFilter.Plain(serial).TrimEnd().Split('\n');
        return string.Join('\n', lines.TakeLast(TailLines));
    }
}
