using Enso.Machine.Cpu;
using Enso.Machine.Runtime;
using Enso.Machine.Threads;

namespace Enso.Machine.Console;

/// <summary>A program's standard input where another program, no person, is at the serial line
/// (<see cref="Output.MarksMessages"/>): bytes as they are, with an end.</summary>
/// <remarks><para>Whoever reads fetches the bytes from the port itself; what nobody asks for waits in the port, and behind
/// it at whoever sends, so that nothing is lost however slowly it is read. The interrupt only says that there is
/// something, and stays off until somebody wants to know again.</para>
/// <para>DLE (data link escape) comes before each DLE among the bytes, and before EOT (end of transmission), which is the
/// end of input; transparency by doubling, as in ISO 1745 and ANSI X3.28.</para></remarks>
internal static unsafe class SerialInput
{
    private const byte EndOfTransmission = 0x04;
    private const byte DataLinkEscape = 0x10;

    private static SpinLock s_lock;

    // Guarded by s_lock; s_isEnded is set once, and also read without it.
    private static bool s_isEscaped;
    private static bool s_isEnded;

    // Changes with every interrupt; readers wait on it.
    private static int s_changes;

    /// <summary>Whether a read would return at once. When not, <see cref="Readiness"/> will say so.</summary>
    public static bool IsReadable
    {
        get
        {
            if (s_isEnded || SerialPort.HasByte)
            {
                return true;
            }
            SerialPort.EnableReceiveInterrupt();
            return false;
        }
    }

    /// <summary>Waits for bytes and takes up to <paramref name="count"/>; 0 at the end of input.</summary>
    public static long Read(byte* buffer, long count)
    {
        for (;;)
        {
            int seen = Volatile.Read(ref s_changes);
            ulong flags = s_lock.Acquire();
            long taken = Take(buffer, count);
            bool isOver = taken != 0 || s_isEnded || count == 0;
            if (!isOver)
            {
                // Pairs with OnInterrupt: what comes from here on changes s_changes, and the wait below returns.
                SerialPort.EnableReceiveInterrupt();
            }
            s_lock.Release(flags);
            if (isOver)
            {
                return taken;
            }
            Futex.Wait(Pointers.Of(ref s_changes), seen, 0);
        }
    }

    /// <summary>The port has bytes. Interrupts are off.</summary>
    public static void OnInterrupt()
    {
        SerialPort.DisableReceiveInterrupt();
        Interlocked.Increment(ref s_changes);
        Futex.WakeKeepingCore(Pointers.Of(ref s_changes), int.MaxValue);
        Readiness.ChangedKeepingCore();
    }

    // s_lock is held. As many as are there, though no more than the port's FIFO: interrupts are off meanwhile.
    private static long Take(byte* buffer, long count)
    {
        long taken = 0;
        for (int i = 0; i < SerialPort.FifoBytes && taken < count && !s_isEnded; i++)
        {
            int value = SerialPort.Read();
            if (value < 0)
            {
                break;
            }
            if (s_isEscaped)
            {
                s_isEscaped = false;
                s_isEnded = value == EndOfTransmission;
            }
            else
            {
                s_isEscaped = value == DataLinkEscape;
            }
            if (!s_isEscaped && !s_isEnded)
            {
                buffer[taken++] = (byte)value;
            }
        }
        return taken;
    }
}
