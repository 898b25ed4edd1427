using System.Runtime.InteropServices;
using Enso.Kernel.Shell;
using Enso.Machine.Console;

namespace Enso.Kernel.Console;

/// <summary>The machine's console as a terminal: serial line and keyboard in, serial line and screen out.</summary>
public sealed unsafe partial class MachineTerminal : ITerminal
{
    private const int StandardInput = 0;
    private const int SetNow = 0; // TCSANOW
    private const int DefaultColumns = 80;
    private const int DefaultRows = 25;

    private PosixSignalRegistration? _interrupts;

    // Written by whoever runs commands, read by the thread that takes the signal.
    private volatile Action? _onInterrupt;

    /// <inheritdoc/>
    public (int Columns, int Rows) Size => Screen.Columns == 0
        ? (DefaultColumns, DefaultRows)
        : (Math.Min(Screen.Columns, DefaultColumns), Screen.Rows);

    /// <summary>Makes the console's terminal raw: no echo, no editing, no signals; bytes come as they are typed.
    /// </summary>
    public static void MakeRaw()
    {
        // SAFETY: the calls read and write the structure, which is this method's.
        TerminalSettings settings;
        GetSettings(StandardInput, &settings);
        settings.Input = TerminalInputModes.Utf8;
        settings.Local = 0;
        settings.Set(TerminalCharacter.Minimum, 1);
        settings.Set(TerminalCharacter.Time, 0);
        SetSettings(StandardInput, SetNow, &settings);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        // SAFETY: the buffer is pinned for the length of the call, which writes at most its length.
        fixed (byte* bytes = buffer)
        {
            return ReadConsole(bytes, buffer.Length);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> utf8)
    {
        // SAFETY: as above; the call only reads.
        fixed (byte* bytes = utf8)
        {
            WriteConsole(bytes, (ulong)utf8.Length);
        }
    }

    /// <inheritdoc/>
    public IDisposable ListenForInterrupts(Action onInterrupt)
    {
        _onInterrupt = onInterrupt;
        _interrupts ??= PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        SendSignals(true);
        return new Listening(this);
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _onInterrupt?.Invoke();
    }

    private static void SendSignals(bool isOn)
    {
        // SAFETY: the calls read and write the structure, which is this method's.
        TerminalSettings settings;
        GetSettings(StandardInput, &settings);
        settings.Local = isOn
            ? settings.Local | TerminalLocalModes.Signals
            : settings.Local & ~TerminalLocalModes.Signals;
        SetSettings(StandardInput, SetNow, &settings);
    }

    [DllImport("enso", EntryPoint = "enso_console_read")]
    private static extern int ReadConsole(byte* buffer, int count);

    [DllImport("enso", EntryPoint = "enso_console_write")]
    private static extern void WriteConsole(byte* text, ulong count);

    [DllImport("enso", EntryPoint = "tcgetattr")]
    private static extern int GetSettings(int file, TerminalSettings* settings);

    [DllImport("enso", EntryPoint = "tcsetattr")]
    private static extern int SetSettings(int file, int when, TerminalSettings* settings);

    private sealed class Listening(MachineTerminal terminal) : IDisposable
    {
        public void Dispose()
        {
            SendSignals(false);
            terminal._onInterrupt = null;
        }
    }
}
