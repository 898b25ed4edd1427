using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Enso.Tool.Emulation;
using Enso.Tool.Programs;
using Enso.Tool.Running;

namespace Enso.Tool.Benchmarks;

/// <summary>Ensō: the program's image, and for the time that a boot takes the shell's.</summary>
/// <param name="machine">The machine.</param>
/// <param name="image">The program's image.</param>
/// <param name="arguments">The program's arguments.</param>
/// <param name="timeout">How long a boot may take.</param>
internal sealed partial class EnsoGuest(
    MachineOptions machine, ProgramImage image, IReadOnlyCollection<string> arguments, TimeSpan timeout) : IGuest
{
    /// <inheritdoc/>
    public string Name => "Ensō";

    /// <summary>Whether the shell is booted too, to see how long that takes.</summary>
    public bool MeasuresPrompt { get; init; }

    /// <inheritdoc/>
    public async Task<BenchmarkOutput> BootAsync(CancellationToken cancellationToken)
    {
        MachineOptions options = machine with
        {
            ElfPath = image.Elf,
            Append = GuestCommandLine.Write(["mark-messages"], [], arguments),
        };
        using MemoryStream output = new();
        using MemoryStream error = new();
        int status = await new ProgramRun(options, timeout).RunAsync(Stream.Null, output, error, cancellationToken);
        if (status != ExitCodes.Success)
        {
            throw new ToolException(
                status is ExitCodes.KernelPanic or ExitCodes.TimedOut ? status : ExitCodes.Failure,
                $"{Text(output)}{Text(error)}\nThe benchmark on Ensō ended with status {status}.");
        }

        BenchmarkOutput result = BenchmarkOutput.Parse(Text(output));
        if (MeasuresPrompt)
        {
            result.Add(MeasureCatalog.Prompt, await BootShellAsync(cancellationToken));
        }

        return result;
    }

    /// <summary>Reads how long the system has run.</summary>
    /// <param name="uptime">What the shell's <c>uptime</c> prints.</param>
    /// <returns>The time since the kernel's first instruction; null when it says none.</returns>
    internal static TimeSpan? UpTime(string uptime) =>
        Up().Match(uptime) is { Success: true } match
        && TimeSpan.TryParseExact(
            match.Groups[1].ValueSpan, @"d\.hh\:mm\:ss\.fff", CultureInfo.InvariantCulture, out TimeSpan time)
            ? time
            : null;

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    // The command is typed as soon as the prompt is there: what it says is when it runs, a little after the prompt.
    private async Task<double> BootShellAsync(CancellationToken cancellationToken)
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(machine, timeout, cancellationToken);
        await using CancellationTokenRegistration onCancel = cancellationToken.Register(() => _ = vm.QuitAsync());
        CommandResult result;
        try
        {
            result = await new ShellSession(vm).RunAsync("uptime", timeout);
        }
        catch (TimeoutException error)
        {
            throw new ToolException(ExitCodes.TimedOut, $"{vm.SerialText}\nEnsō's shell: {error.Message}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        TimeSpan up = UpTime(result.Output) ?? throw new ToolException(
            $"{vm.SerialText}\nEnsō's shell did not say how long it runs: {result.Outcome}, '{result.Output.Trim()}'.");
        await vm.QuitAsync();
        return up.TotalNanoseconds;
    }

    [GeneratedRegex(@"\bup (\S+),")]
    private static partial Regex Up();
}
