using Enso.Machine.Cpu;
using Enso.Machine.Runtime;
using Enso.Machine.Signals;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Console;

/// <summary>The console as the one POSIX terminal: serial line and keyboard in, serial line and screen out, the
/// <see cref="LineDiscipline"/> between. It is the controlling terminal of the one process.</summary>
/// <remarks>Bytes are edited, echoed and turned into signals when they arrive, in the interrupt handler, as Ctrl-C
/// must work while nobody reads. Lock order: this one, then the output's.</remarks>
internal static unsafe class ConsoleTerminal
{
    private const ulong Decisecond = 100_000_000;

    /// <summary>How long the rest of an escape sequence may take: a serial line brings a few bytes at a time.</summary>
    private const ulong SequenceTime = 10_000_000;

    private static SpinLock s_lock;

    // Guarded by s_lock; its settings are also read without it.
    private static LineDiscipline s_discipline;

    // Guarded by s_lock; empty while nobody holds it. Not on the stack: see PageTables.ProtectImage.
    private static EchoBuffer s_echo;

    // Changes with every byte that arrives and every change of the settings; readers and held-back writers wait on it.
    private static int s_changes;

    /// <summary>Bytes that came when there was no room.</summary>
    public static ulong Lost => s_discipline.Lost;

    /// <summary>Whether a read would return at once.</summary>
    public static bool IsReadable
    {
        get
        {
            ulong flags = s_lock.Acquire();
            TerminalSettings settings = s_discipline.Settings;
            byte minimum = settings.Character(TerminalCharacter.Minimum);
            bool isTimed = settings.Character(TerminalCharacter.Time) != 0;
            bool isReadable = s_discipline.CanRead(isTimed || minimum == 0 ? 1 : minimum);
            s_lock.Release(flags);
            return isReadable;
        }
    }

    /// <summary>Bytes that a read could take.</summary>
    public static int Waiting
    {
        get
        {
            ulong flags = s_lock.Acquire();
            int waiting = s_discipline.Waiting;
            s_lock.Release(flags);
            return waiting;
        }
    }

    /// <summary>The settings.</summary>
    public static TerminalSettings Settings
    {
        get
        {
            ulong flags = s_lock.Acquire();
            TerminalSettings settings = s_discipline.Settings;
            s_lock.Release(flags);
            return settings;
        }
    }

    /// <summary>Takes the initial settings; before anything is typed.</summary>
    public static void Initialize() => s_discipline.Initialize();

    /// <summary>Changes the settings.</summary>
    /// <param name="settings">The new ones.</param>
    /// <param name="isFlushing">Whether what was typed and not yet read is thrown away.</param>
    public static void Change(TerminalSettings settings, bool isFlushing)
    {
        ulong flags = s_lock.Acquire();
        if (isFlushing)
        {
            s_discipline.Flush();
        }
        s_discipline.Change(settings);
        s_lock.Release(flags);
        Interlocked.Increment(ref s_changes);
        Futex.Wake(Pointers.Of(ref s_changes), int.MaxValue);
        Readiness.Changed();
    }

    /// <summary>Takes bytes that were typed, or that answer for who types. An interrupt handler may call it.</summary>
    public static void Receive(byte* bytes, int count)
    {
        ulong signals = 0;
        ulong flags = s_lock.Acquire();
        for (int i = 0; i < count; i++)
        {
            int signal = s_discipline.Accept(bytes[i], Output.Column, ref s_echo);
            // Bit 0 is that of no signal.
            signals |= 1UL << signal;
            bool startsLine = bytes[i] is (byte)'\r' or (byte)'\n';
            if (startsLine || i == count - 1)
            {
                // Only after the echo of its end does the next line know where it begins.
                Output.Write(s_echo.Bytes, (ulong)s_echo.Count);
                s_echo.Clear();
            }
        }
        s_lock.ReleaseKeepingInterruptsOff();
        Interlocked.Increment(ref s_changes);
        Futex.WakeKeepingCore(Pointers.Of(ref s_changes), int.MaxValue);
        Readiness.ChangedKeepingCore();
        for (int signal = 1; signal <= LineDiscipline.SuspendSignal; signal++)
        {
            if ((signals & (1UL << signal)) != 0)
            {
                ProcessSignals.PostKeepingCore(signal);
            }
        }
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Waits for what was typed and takes up to <paramref name="count"/> bytes of it, by the rules of
    /// POSIX.1-2017, 11.1.5 to 11.1.7: a line at most, or by the settings' minimum and time. Returns how many;
    /// 0 is the end of file, or that time was up.</summary>
    /// <remarks>Bytes that end within an escape sequence are given out a little later, with the rest of it: .NET takes
    /// a part of one for the escape key.</remarks>
    public static int Read(byte* buffer, int count)
    {
        int taken = 0;
        ulong deadline = 0;
        bool isLate = false;
        while (count != 0)
        {
            int seen = Volatile.Read(ref s_changes);
            ulong flags = s_lock.Acquire();
            bool hasLines = s_discipline.HasLines;
            TerminalSettings settings = s_discipline.Settings;
            bool isReady = !hasLines || s_discipline.CanRead(1);
            int more = isReady ? s_discipline.Take(buffer + taken, count - taken) : 0;
            s_lock.Release(flags);
            taken += more;
            int minimum = settings.Character(TerminalCharacter.Minimum);
            byte time = settings.Character(TerminalCharacter.Time);
            bool isEnough = hasLines
                ? isReady || taken != 0
                : taken == count || isLate || (minimum == 0 ? taken != 0 || time == 0 : taken >= minimum);
            bool isPart = isEnough && !hasLines && !isLate && more != 0 && taken < count
                && InputSequence.IsUnfinished(buffer, taken);
            if (isEnough && !isPart)
            {
                break;
            }
            // The timer runs from the first byte on and starts again with each; without a minimum it runs at once.
            bool isTimed = !hasLines && time != 0 && (minimum == 0 || taken != 0);
            if (isPart)
            {
                deadline = Clock.Now() + SequenceTime;
            }
            else if (!isTimed)
            {
                deadline = 0;
            }
            else if (more != 0 || deadline == 0)
            {
                deadline = Clock.Now() + (time * Decisecond);
            }
            isLate = Futex.Wait(Pointers.Of(ref s_changes), seen, deadline) == Futex.Outcome.TimedOut;
        }
        return taken;
    }

    /// <summary>What of a byte that a program writes goes out: see <see cref="LineDiscipline.Process"/>.</summary>
    public static byte Process(byte value, out bool needsReturn) => s_discipline.Process(value, out needsReturn);

    /// <summary>Waits while output is held back.</summary>
    public static void WaitUntilStarted()
    {
        for (;;)
        {
            int seen = Volatile.Read(ref s_changes);
            if (!s_discipline.IsStopped)
            {
                return;
            }
            Futex.Wait(Pointers.Of(ref s_changes), seen, 0);
        }
    }
}
