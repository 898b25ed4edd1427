using Enso.Machine.Cpu;

namespace Enso.Machine.Console;

/// <summary>Where text goes: the serial port and the screen at once. One write is not broken up by another core's.
/// </summary>
internal static unsafe class Output
{
    private static SpinLock s_lock;

    /// <summary>Writes UTF-8 with ANSI escape sequences.</summary>
    public static void Write(byte* text, ulong count)
    {
        // In pieces, so that interrupts are not off for the length of a long text.
        const ulong piece = 256;
        while (count != 0)
        {
            ulong length = count < piece ? count : piece;
            ulong flags = s_lock.Acquire();
            WriteUnlocked(text, length);
            s_lock.Release(flags);
            text += length;
            count -= length;
        }
    }

    /// <summary>Writes without the lock: for a panic, whose other cores are stopped, one of them perhaps while it
    /// held the lock.</summary>
    public static void WriteUnlocked(byte* text, ulong count)
    {
        for (ulong i = 0; i < count; i++)
        {
            SerialPort.Write(text[i]);
        }
        Screen.Write(text, count);
    }

    /// <summary>Writes a literal.</summary>
    public static void Write(ReadOnlySpan<byte> text) => Write(Pointers.Of(text), (ulong)text.Length);
}
