using Enso.Machine.Cpu;

namespace Enso.Machine.Console;

/// <summary>Where text goes: the serial port and the screen at once. One write is not broken up by another core's.
/// </summary>
internal static unsafe class Output
{
    private static SpinLock s_lock;

    // Guarded by s_lock, but read without it.
    private static OutputColumn s_column;

    /// <summary>The cursor's column, from 0.</summary>
    public static int Column => s_column.Value;

    /// <summary>Writes UTF-8 with ANSI escape sequences.</summary>
    public static void Write(byte* text, ulong count) => Write(text, count, default, default);

    /// <summary>Whether messages (standard error, the log, a panic) are marked, so that who reads the serial line can
    /// tell them from standard output. The marks are operating system commands, which terminals pass over.</summary>
    public static bool MarksMessages { get; set; }

    /// <summary>Writes what is not the program's output: a message.</summary>
    public static void WriteMessage(byte* text, ulong count)
    {
        if (MarksMessages)
        {
            Write(text, count, "\e]5379;2\a"u8, "\e]5379;1\a"u8);
        }
        else
        {
            Write(text, count);
        }
    }

    /// <summary>What a panic writes from here on is a message.</summary>
    public static void BeginPanic()
    {
        if (MarksMessages)
        {
            WriteUnlocked(Pointers.Of("\e]5379;2\a"u8), 9);
        }
    }

    // Each piece stands between the two marks, because other cores write at the same time.
    private static void Write(byte* text, ulong count, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        // In pieces, so that interrupts are not off for the length of a long text.
        const ulong piece = 256;
        while (count != 0)
        {
            ulong length = count < piece ? count : piece;
            ulong flags = s_lock.Acquire();
            WriteUnlocked(Pointers.Of(before), (ulong)before.Length);
            WriteUnlocked(text, length);
            WriteUnlocked(Pointers.Of(after), (ulong)after.Length);
            s_lock.Release(flags);
            text += length;
            count -= length;
        }
    }

    /// <summary>Makes everybody wait for ever who writes from now on, but for <see cref="WriteUnlocked"/>.</summary>
    public static void Close() => s_lock.Acquire();

    /// <summary>Writes without the lock: for a panic, whose other cores are stopped, one of them perhaps while it
    /// held the lock.</summary>
    public static void WriteUnlocked(byte* text, ulong count)
    {
        for (ulong i = 0; i < count; i++)
        {
            SerialPort.Write(text[i]);
            s_column.Add(text[i]);
        }
        Screen.Write(text, count);
    }

    /// <summary>Writes a literal to the serial port only, for the terminal there and not for people.</summary>
    public static void WriteToSerial(ReadOnlySpan<byte> text)
    {
        byte* bytes = Pointers.Of(text);
        ulong flags = s_lock.Acquire();
        for (int i = 0; i < text.Length; i++)
        {
            SerialPort.Write(bytes[i]);
        }
        s_lock.Release(flags);
    }

    /// <summary>Writes a literal.</summary>
    public static void Write(ReadOnlySpan<byte> text) => Write(Pointers.Of(text), (ulong)text.Length);
}
