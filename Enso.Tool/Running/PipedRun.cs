using Enso.Tool.Emulation;
using Enso.Tool.Terminal;

namespace Enso.Tool.Running;

/// <summary>Boots the kernel with standard input that is no terminal: each line is typed when the shell expects
/// one, so that nothing is lost while the kernel boots, and everything that the guest writes is passed on. When
/// the lines have all run, the machine ends; with no lines at all it runs until it ends itself.</summary>
/// <param name="options">The machine.</param>
internal sealed class PipedRun(MachineOptions options)
{
    private static readonly TimeSpan s_noLimit = TimeSpan.FromDays(24);
    private static readonly TimeSpan s_lastWordsLimit = TimeSpan.FromSeconds(1);

    /// <summary>Runs the machine.</summary>
    /// <param name="input">The lines to type.</param>
    /// <param name="cancellationToken">Ends the machine.</param>
    /// <returns>QEMU's exit code, or that of a panic.</returns>
    public async Task<int> RunAsync(TextReader input, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(options, s_noLimit, cancellationToken);
        await using CancellationTokenRegistration onCancel = cancellationToken.Register(
            () => _ = machine.QuitAsync());
        Task printing = PrintAsync(machine);
        await DisplayNotice.WriteAsync(options, machine.Qmp);

        CommandOutcome outcome = await TypeAllAsync(machine, input);
        if (outcome == CommandOutcome.KernelHalted)
        {
            await machine.WaitForExitAsync(s_lastWordsLimit);
        }

        await machine.QuitAsync();
        await printing;
        cancellationToken.ThrowIfCancellationRequested();
        return outcome == CommandOutcome.KernelHalted ? ExitCodes.KernelPanic : machine.ExitCode ?? ExitCodes.Failure;
    }

    private static async Task<CommandOutcome> TypeAllAsync(VirtualMachine machine, TextReader input)
    {
        ShellSession shell = new(machine);
        bool hasTyped = false;
        while (true)
        {
            // Read beside the machine, so that its end is noticed while the input stays silent.
            Task<string?> line = Task.Run(input.ReadLine);
            Task halted = machine.Serial.WaitForAsync(VirtualMachine.HaltedLine, 0, Timeout.InfiniteTimeSpan);
            if (await Task.WhenAny(line, halted) == halted)
            {
                return machine.HasHalted ? CommandOutcome.KernelHalted : CommandOutcome.MachineEnded;
            }

            if (await line is not { } command)
            {
                if (hasTyped)
                {
                    return await shell.WaitForPromptAsync(s_noLimit);
                }

                await halted;
                return machine.HasHalted ? CommandOutcome.KernelHalted : CommandOutcome.MachineEnded;
            }

            hasTyped = true;
            CommandResult result = await shell.RunAsync(command, s_noLimit);
            if (result.Outcome != CommandOutcome.Finished)
            {
                return result.Outcome;
            }
        }
    }

    private static async Task PrintAsync(VirtualMachine machine)
    {
        OutputFilter filter = new(keepColour: !Console.IsOutputRedirected);
        int position = 0;
        while (true)
        {
            (string? piece, position) = await machine.Serial.ReadAsync(position, CancellationToken.None);
            if (piece is null)
            {
                return;
            }

            await Console.Out.WriteAsync(filter.Take(piece));
        }
    }
}
