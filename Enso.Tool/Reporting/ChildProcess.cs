using System.Diagnostics;
using System.Text;

namespace Enso.Tool.Reporting;

/// <summary>Runs another program and reads what it writes.</summary>
public static class ChildProcess
{
    // A compiler server that the program leaves behind may hold the pipe's other end open for minutes: after the
    // program itself has ended, only what is already in the pipe is waited for.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(1);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onLine">Takes each line of its output and error output, as they come.</param>
    /// <param name="directory">Where it runs; here when null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code, and everything that it wrote.</returns>
    /// <exception cref="ToolException">It cannot be started.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        Action<string>? onLine = null,
        string? directory = null,
        CancellationToken cancellationToken = default)
    {
        using Process process = Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? "",
        });
        process.StandardInput.Close();
        StringBuilder output = new();
        Task pumps = Task.WhenAll(PumpAsync(process.StandardOutput), PumpAsync(process.StandardError));
        await WaitAsync(process, cancellationToken);
        await Task.WhenAny(pumps, Task.Delay(s_drain, CancellationToken.None));
        lock (output)
        {
            return (process.ExitCode, output.ToString());
        }

        async Task PumpAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                lock (output)
                {
                    output.AppendLine(line);
                    onLine?.Invoke(line);
                }
            }
        }
    }

    /// <summary>Runs a program on this program's own terminal.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Where it runs; here when null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="ToolException">It cannot be started.</exception>
    public static async Task<int> RunOnTerminalAsync(
        string program,
        IEnumerable<string> arguments,
        string? directory = null,
        CancellationToken cancellationToken = default)
    {
        using Process process = Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = directory ?? "" });
        await WaitAsync(process, cancellationToken);
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new ToolException($"Cannot start '{start.FileName}': {error.Message}", error);
        }
    }

    private static async Task WaitAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
