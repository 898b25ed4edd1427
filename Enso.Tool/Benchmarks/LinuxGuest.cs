using System.Globalization;
using Enso.Tool.Emulation;
using Enso.Tool.Terminal;

namespace Enso.Tool.Benchmarks;

/// <summary>Linux: Debian's kernel, and a file system in memory that holds the program.</summary>
/// <param name="machine">The machine.</param>
/// <param name="image">What it boots.</param>
/// <param name="arguments">The program's arguments: words that a kernel's command line can hold.</param>
/// <param name="timeout">How long a boot may take.</param>
internal sealed class LinuxGuest(
    MachineOptions machine, LinuxImage image, IEnumerable<string> arguments, TimeSpan timeout) : IGuest
{
    // The serial port is the console, informational lines stay off it, and a panic is an end. What follows -- is for
    // process 1, which hands it on.
    private const string Options = "console=ttyS0 quiet panic=-1 rdinit=/init --";

    /// <inheritdoc/>
    public string Name => "Linux";

    /// <summary>What the emulator is to boot.</summary>
    internal MachineOptions Machine => machine with
    {
        ElfPath = image.Kernel,
        Append = string.Join(' ', arguments.Prepend(Options)),
        ExtraArguments = ["-initrd", image.InitialFileSystem],
    };

    /// <inheritdoc/>
    public async Task<BenchmarkOutput> BootAsync(CancellationToken cancellationToken)
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(Machine, timeout, cancellationToken);
        await using CancellationTokenRegistration onCancel = cancellationToken.Register(() => _ = vm.QuitAsync());
        await vm.WaitForExitAsync(Timeout.InfiniteTimeSpan);
        cancellationToken.ThrowIfCancellationRequested();
        string text = OutputFilter.Plain(vm.SerialText);
        if (vm.HasTimedOut)
        {
            throw new ToolException(ExitCodes.TimedOut, $"{text}\nThe benchmark on Linux did not end in time.");
        }

        BenchmarkOutput output = BenchmarkOutput.Parse(text);
        return output.Status == ExitCodes.Success
            ? output
            : throw new ToolException(
                $"{text}\n{vm.Diagnostics}The benchmark on Linux ended with status "
                + $"{output.Status?.ToString(CultureInfo.InvariantCulture) ?? "none"}; the machine: "
                + $"{vm.ShutdownReason ?? "killed"}.");
    }
}
