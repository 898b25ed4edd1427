using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Enso.Tool.Emulation;

/// <summary>A running emulated machine whose serial port, keyboard and control socket this program holds.</summary>
/// <remarks>Everything that the guest writes to its serial port is kept. The machine ends with its time limit,
/// with <see cref="DisposeAsync"/>, and with this program, whichever is first.</remarks>
public sealed class VirtualMachine : IAsyncDisposable
{
    /// <summary>The kernel's last line after a panic.</summary>
    public const string HaltedLine = "*** kernel halted ***";

    private readonly QemuProcess _qemu;
    private readonly Task _serialPump;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _onLimit;

    private VirtualMachine(QemuProcess qemu, TimeSpan limit)
    {
        _qemu = qemu;
        _serialPump = Task.Run(PumpSerialAsync);
        _limit = new CancellationTokenSource();
        _onLimit = _limit.Token.Register(() =>
        {
            HasTimedOut = true;
            _qemu.Kill();
        });
        _limit.CancelAfter(limit);
    }

    /// <summary>What the guest has written to its serial port.</summary>
    public SerialLog Serial { get; } = new();

    /// <summary>All that the guest has written to its serial port, escape sequences included.</summary>
    public string SerialText => Serial.Text;

    /// <summary>What QEMU itself said on its standard error.</summary>
    public string Diagnostics => _qemu.Diagnostics;

    /// <summary>QEMU's control connection, for commands that have no method here.</summary>
    public QmpClient Qmp => _qemu.Qmp;

    /// <summary>Whether QEMU has ended.</summary>
    public bool HasExited => _qemu.Exited.IsCompleted;

    /// <summary>Whether the time limit ended it.</summary>
    public bool HasTimedOut { get; private set; }

    /// <summary>QEMU's exit code; null while it runs.</summary>
    public int? ExitCode => HasExited ? _qemu.Exited.GetAwaiter().GetResult() : null;

    /// <summary>Why the machine ended: <c>guest-shutdown</c> (ACPI power-off, debug exit), <c>guest-reset</c>
    /// (a reboot, or a triple fault), <c>host-qmp-quit</c>; null when it runs or was killed.</summary>
    public string? ShutdownReason => Qmp.ShutdownReason;

    /// <summary>Whether the kernel has panicked and stopped.</summary>
    public bool HasHalted => Serial.Contains(HaltedLine, 0);

    /// <summary>Starts a machine.</summary>
    /// <param name="options">The machine and what it boots.</param>
    /// <param name="limit">How long it may run at most, in all.</param>
    /// <param name="cancellationToken">Gives up while it starts.</param>
    /// <returns>The machine, its guest running (or waiting for a debugger, when the options say so).</returns>
    /// <exception cref="EmulatorException">QEMU is not installed, or refuses the options.</exception>
    public static async Task<VirtualMachine> StartAsync(
        MachineOptions options, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        QemuProcess qemu = await QemuProcess.StartAsync(
            options, QemuProcess.Console.Socket, limit, cancellationToken);
        return new VirtualMachine(qemu, limit);
    }

    /// <summary>Waits until the guest has written a text, now or earlier.</summary>
    /// <param name="text">The exact text.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Whether it has, before the time ran out or the machine ended.</returns>
    public Task<bool> WaitForTextAsync(string text, TimeSpan timeout) => Serial.WaitForAsync(text, 0, timeout);

    /// <summary>Waits until what the guest has written matches a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Whether it does, before the time ran out or the machine ended.</returns>
    public Task<bool> WaitForTextAsync(Regex pattern, TimeSpan timeout) => Serial.WaitForAsync(pattern, 0, timeout);

    /// <summary>Waits until QEMU has ended and all serial output has been read.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Whether it has.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan timeout)
    {
        try
        {
            await Task.WhenAll(_qemu.Exited, _serialPump).WaitAsync(timeout);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Sends bytes to the guest's serial port, as fast as the guest takes them.</summary>
    /// <param name="text">What to type; end a line with <c>\r</c>, as a terminal does.</param>
    /// <returns>Completes when QEMU has taken them.</returns>
    /// <exception cref="EmulatorException">The machine has ended.</exception>
    public async Task TypeAsync(string text)
    {
        try
        {
            await _qemu.Serial!.WriteAsync(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException error)
        {
            throw new EmulatorException("The machine has ended: nothing can be typed.", error);
        }
    }

    /// <summary>Presses keys together on the PS/2 keyboard, and releases them.</summary>
    /// <param name="keys">QEMU's key codes, such as <c>ctrl</c> and <c>c</c>, or <c>ret</c>.</param>
    /// <returns>Completes when the keys are queued.</returns>
    public async Task SendKeysAsync(params string[] keys)
    {
        JsonArray chord = [];
        foreach (string key in keys)
        {
            chord.Add(new JsonObject { ["type"] = "qcode", ["data"] = key });
        }

        await Qmp.ExecuteAsync("send-key", new JsonObject { ["keys"] = chord });
    }

    /// <summary>Types a text on the PS/2 keyboard (US layout), key by key.</summary>
    /// <param name="text">The text; <c>\n</c> is the return key.</param>
    /// <param name="pause">How long to wait between keys; QEMU holds each for 100 ms, and its keyboard's queue
    /// is 16 bytes long. 120 ms when null.</param>
    /// <returns>Completes when the last key is queued.</returns>
    /// <exception cref="ArgumentException">A character is not on the keyboard.</exception>
    public async Task TypeOnKeyboardAsync(string text, TimeSpan? pause = null)
    {
        foreach (string[] chord in text.Select(KeyboardLayout.Keys).ToArray())
        {
            await SendKeysAsync(chord);
            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(120));
        }
    }

    /// <summary>The registers of every core.</summary>
    /// <returns>What QEMU's <c>info registers -a</c> prints.</returns>
    public Task<string> RegistersAsync() => Qmp.MonitorAsync("info registers -a");

    /// <summary>Saves a picture of the guest's screen.</summary>
    /// <param name="path">The file: PNG, or PPM when its name ends so.</param>
    /// <returns>Completes when it is written.</returns>
    public async Task ScreenshotAsync(string path)
    {
        bool isPpm = Path.GetExtension(path).Equals(".ppm", StringComparison.OrdinalIgnoreCase);
        await Qmp.ExecuteAsync("screendump", new JsonObject
        {
            ["filename"] = Path.GetFullPath(path),
            ["format"] = isPpm ? "ppm" : "png",
        });
    }

    /// <summary>Ends QEMU in an orderly way, its exit code 0.</summary>
    /// <returns>Completes when it has ended; it is killed when it takes more than five seconds.</returns>
    public async Task QuitAsync()
    {
        try
        {
            await Qmp.ExecuteAsync("quit");
        }
        catch (EmulatorException)
        {
            // It had ended, or ended before it answered: what was asked for.
        }

        if (!await WaitForExitAsync(TimeSpan.FromSeconds(5)))
        {
            await DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _onLimit.DisposeAsync();
        _limit.Dispose();
        _qemu.Kill();
        await _serialPump;
        await _qemu.DisposeAsync();
    }

    private async Task PumpSerialAsync()
    {
        byte[] bytes = new byte[4096];
        char[] chars = new char[4096];

        // A decoder, because a character may be split between two reads.
        Decoder decoder = Encoding.UTF8.GetDecoder();
        try
        {
            int count;
            while ((count = await _qemu.Serial!.ReadAsync(bytes)) > 0)
            {
                int length = decoder.GetChars(bytes.AsSpan(0, count), chars, flush: false);
                Serial.Append(new string(chars, 0, length));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // QEMU was killed: its end of the socket is gone.
        }
        finally
        {
            Serial.Complete();
        }
    }
}
