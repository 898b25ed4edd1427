using System.Threading.Channels;
using Enso.Tool.Emulation;
using Enso.Tool.Terminal;

namespace Enso.Tool.Running;

/// <summary>Boots a program's image, gives the program its standard input, and passes on what it writes, byte by byte:
/// standard output to standard output, standard error and what the kernel has to say to standard error.</summary>
/// <param name="options">The machine.</param>
/// <param name="timeout">How long it may take; null for as long as it takes.</param>
public sealed class ProgramRun(MachineOptions options, TimeSpan? timeout)
{
    private static readonly TimeSpan s_postMortemLimit = TimeSpan.FromSeconds(30);

    // A kernel that has halted is silent; so long is waited for its last words.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

    /// <summary>Runs the program.</summary>
    /// <param name="input">Its standard input.</param>
    /// <param name="output">Where its standard output goes.</param>
    /// <param name="error">Where its standard error goes.</param>
    /// <param name="cancellationToken">Ends the machine.</param>
    /// <returns>The program's status, or what happened instead.</returns>
    public async Task<int> RunAsync(
        Stream input, Stream output, Stream error, CancellationToken cancellationToken)
    {
        await using QemuProcess qemu = await QemuProcess.StartAsync(
            options with { NoReboot = true },
            QemuProcess.Console.Socket,
            timeout + s_postMortemLimit,
            cancellationToken);
        await DisplayNotice.WriteAsync(options, qemu.Qmp);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } time)
        {
            limit.CancelAfter(time);
        }

        ProgramOutput program = new(output, error);
        try
        {
            bool hasHalted = await PassOnAsync(qemu, program, input, limit.Token);
            return await StatusAsync(qemu, program, hasHalted);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            program.Complete();
            await PostMortemAsync(qemu, program);
            return ExitCodes.TimedOut;
        }
    }

    // True when the kernel has halted, false when the machine has ended.
    private static async Task<bool> PassOnAsync(
        QemuProcess qemu, ProgramOutput program, Stream input, CancellationToken cancellationToken)
    {
        Task? sending = null;
        // The serial line is always read, however slowly the output is taken from here: the guest's port waits for
        // its reader only so long.
        Channel<byte[]> pieces = Channel.CreateUnbounded<byte[]>();
        Task pump = PumpAsync(qemu.Serial!, pieces.Writer);
        while (true)
        {
            using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (program.HasHalted)
            {
                wait.CancelAfter(s_silence);
            }

            try
            {
                if (!await pieces.Reader.WaitToReadAsync(wait.Token))
                {
                    await pump;
                    program.Complete();
                    return program.HasHalted;
                }
            }
            catch (OperationCanceledException) when (program.HasHalted && !cancellationToken.IsCancellationRequested)
            {
                program.Complete();
                return true;
            }

            while (pieces.Reader.TryRead(out byte[]? piece))
            {
                program.Feed(piece);
            }

            // Not before: firmware, boot loader and the port's own start would take the bytes.
            if (program.HasStarted)
            {
                sending ??= ProgramInput.SendAsync(input, qemu.Serial!, cancellationToken);
            }
        }
    }

    private static async Task PumpAsync(Stream serial, ChannelWriter<byte[]> pieces)
    {
        byte[] buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await serial.ReadAsync(buffer)) > 0)
            {
                pieces.TryWrite(buffer[..count]);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The emulator was killed: its end of the socket is gone.
        }
        finally
        {
            pieces.Complete();
        }
    }

    private static async Task<int> StatusAsync(QemuProcess qemu, ProgramOutput program, bool hasHalted)
    {
        if (hasHalted)
        {
            await WriteBeforeAsync(program);
            await Console.Error.WriteLineAsync("enso: the kernel panicked.");
            return ExitCodes.KernelPanic;
        }

        int exitCode = await qemu.Exited;
        if (program.Status is { } status)
        {
            return status;
        }

        await WriteBeforeAsync(program);
        string reason = qemu.Qmp.ShutdownReason switch
        {
            "guest-reset" => "it was reset (a triple fault)",
            "guest-shutdown" => "it was switched off",
            null => "the emulator died",
            var other => other,
        };
        await Console.Error.WriteLineAsync(
            $"enso: the machine ended and the program had not: {reason}; QEMU's exit code is {exitCode}. "
            + qemu.Diagnostics.Trim());
        return ExitCodes.Failure;
    }

    private static async Task WriteBeforeAsync(ProgramOutput program)
    {
        if (!program.HasStarted)
        {
            await Console.Error.WriteLineAsync(OutputFilter.Plain(program.Before).TrimEnd());
        }
    }

    private static async Task PostMortemAsync(QemuProcess qemu, ProgramOutput program)
    {
        await WriteBeforeAsync(program);
        try
        {
            string registers = await qemu.Qmp.MonitorAsync("info registers -a").WaitAsync(s_postMortemLimit / 2);
            await Console.Error.WriteLineAsync("--- the registers of every core ---");
            await Console.Error.WriteLineAsync(registers.Trim());
        }
        catch (Exception error) when (error is EmulatorException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"(no registers: {error.Message})");
        }

        await Console.Error.WriteLineAsync(
            $"enso: timed out: the program {(program.HasStarted ? "did not end" : "had not started")} in time.");
    }
}
