using System.Runtime.InteropServices;

namespace Enso.Machine.Console;

/// <summary>A terminal's settings, laid out as glibc's <c>struct termios</c> on x86-64 (60 bytes), which the
/// runtime's archives were compiled with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TerminalSettings
{
    /// <summary>Places in <c>c_cc</c>; the last half has no meaning.</summary>
    public const int CharacterCount = 32;

    // B115200, CS8, CREAD, CLOCAL: what the serial port is programmed to.
    private const uint Speed = 0x1002;
    private const uint EightBitsReceiving = 0x30 | 0x80 | 0x800;

    /// <summary>What happens to bytes that arrive.</summary>
    public TerminalInputModes Input;

    /// <summary>What happens to bytes that programs write.</summary>
    public TerminalOutputModes Output;

    /// <summary>The line's hardware settings, which never change.</summary>
    public uint Control;

    /// <summary>How whoever types is treated.</summary>
    public TerminalLocalModes Local;

    /// <summary>The number of the line discipline: always 0.</summary>
    public byte Discipline;

    private fixed byte _characters[CharacterCount];

    /// <summary>The speed of input, which never changes.</summary>
    public uint InputSpeed;

    /// <summary>The speed of output, which never changes.</summary>
    public uint OutputSpeed;

    /// <summary>What a terminal starts with: whole lines, echo, signals; the characters that Linux has.</summary>
    public static TerminalSettings Initial()
    {
        TerminalSettings settings = default;
        settings.Input = TerminalInputModes.ReturnToLineFeed | TerminalInputModes.FlowControl
            | TerminalInputModes.BellWhenFull | TerminalInputModes.Utf8;
        settings.Output = TerminalOutputModes.Process | TerminalOutputModes.LineFeedToReturnLineFeed;
        settings.Local = TerminalLocalModes.Supported
            & ~(TerminalLocalModes.EchoLineFeed | TerminalLocalModes.KeepOnSignal);
        settings.SetFixed();
        settings.Set(TerminalCharacter.Interrupt, 3);
        settings.Set(TerminalCharacter.Quit, 28);
        settings.Set(TerminalCharacter.Erase, 127);
        settings.Set(TerminalCharacter.Kill, 21);
        settings.Set(TerminalCharacter.EndOfFile, 4);
        settings.Set(TerminalCharacter.Time, 0);
        settings.Set(TerminalCharacter.Minimum, 1);
        settings.Set(TerminalCharacter.Start, 17);
        settings.Set(TerminalCharacter.Stop, 19);
        settings.Set(TerminalCharacter.Suspend, 26);
        settings.Set(TerminalCharacter.Reprint, 18);
        settings.Set(TerminalCharacter.EraseWord, 23);
        settings.Set(TerminalCharacter.Quote, 22);
        return settings;
    }

    /// <summary>A special character, 0 when it is switched off.</summary>
    // SAFETY: the enumeration's values are places in the array.
    public readonly byte Character(TerminalCharacter which) => _characters[(int)which];

    /// <summary>Sets a special character.</summary>
    public void Set(TerminalCharacter which, byte value) => _characters[(int)which] = value;

    /// <summary>Whether a byte is a special character that is switched on.</summary>
    public readonly bool Is(byte value, TerminalCharacter which) => value != 0 && value == Character(which);

    /// <summary>Whether local modes are all on.</summary>
    public readonly bool Has(TerminalLocalModes modes) => (Local & modes) == modes;

    /// <summary>Whether input modes are all on.</summary>
    public readonly bool Has(TerminalInputModes modes) => (Input & modes) == modes;

    /// <summary>Takes away what the console cannot do, so that whoever asks sees what is so (POSIX tcsetattr:
    /// success means that some of it was done).</summary>
    public void Restrict()
    {
        Input &= TerminalInputModes.Supported;
        Output &= TerminalOutputModes.Supported;
        Local &= TerminalLocalModes.Supported;
        SetFixed();
    }

    private void SetFixed()
    {
        Control = Speed | EightBitsReceiving;
        Discipline = 0;
        InputSpeed = Speed;
        OutputSpeed = Speed;
    }
}
