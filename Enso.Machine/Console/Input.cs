using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Machine.Firmware;
using Enso.Machine.Diagnostics;
using Enso.Machine.Runtime;
using Enso.Machine.Threads;

namespace Enso.Machine.Console;

/// <summary>What people type, from the serial port and the keyboard, as one stream of terminal bytes. The interrupt
/// handlers put bytes into a ring; one thread at a time takes them out.</summary>
internal static unsafe class Input
{
    private const int Capacity = 4096;
    private const int SerialInterrupt = 4;
    private const int KeyboardInterrupt = 1;

    /// <summary>The serial port's vector.</summary>
    public const int SerialVector = Vectors.FirstDevice;

    /// <summary>The keyboard's vector.</summary>
    public const int KeyboardVector = Vectors.FirstDevice + 1;

    private struct Ring
    {
        public fixed byte Bytes[Capacity];
    }

    private struct Decoded
    {
        public fixed byte Bytes[KeyboardDecoder.MaximumOutput];
    }

    private static SpinLock s_lock;

    // Guarded by s_lock.
    private static Ring s_ring;
    private static uint s_head;
    private static uint s_tail;
    private static ulong s_lost;

    // Only the keyboard's interrupt handler, which runs on one core, uses it.
    private static KeyboardDecoder s_decoder;
    private static Decoded s_decoded;

    // Changes with every byte that arrives; readers wait on it.
    private static int s_arrivals;

    /// <summary>Bytes that came when the ring was full.</summary>
    public static ulong Lost => s_lost;

    /// <summary>Whether there is a keyboard.</summary>
    public static bool HasKeyboard { get; private set; }

    /// <summary>Routes the two interrupts to the first core and lets them through.</summary>
    public static void Initialize()
    {
        uint apicId = Cores.At(0)->ApicId;
        InterruptDispatch.SetHandler(SerialVector, &OnSerial);
        InterruptDispatch.SetHandler(KeyboardVector, &OnKeyboard);
        if (SerialPort.IsPresent)
        {
            long line = Acpi.RouteIsa(SerialInterrupt, SerialVector, apicId);
            if (line >= 0)
            {
                IoApic.SetMasked((uint)line, false);
                SerialPort.EnableReceiveInterrupt();
            }
        }
        HasKeyboard = KeyboardController.Initialize();
        if (HasKeyboard)
        {
            long line = Acpi.RouteIsa(KeyboardInterrupt, KeyboardVector, apicId);
            if (line >= 0)
            {
                IoApic.SetMasked((uint)line, false);
                // A key pressed before the line was let through has lost its edge: take it now.
                ulong flags = Instructions.DisableInterrupts();
                OnKeyboard();
                Instructions.RestoreInterrupts(flags);
            }
        }
    }

    /// <summary>The serial port has bytes.</summary>
    public static void OnSerial()
    {
        for (int value = SerialPort.Read(); value >= 0; value = SerialPort.Read())
        {
            byte b = (byte)value;
            Put(&b, 1);
        }
        Wake();
    }

    /// <summary>The keyboard has scancodes.</summary>
    public static void OnKeyboard()
    {
        byte* bytes = Pointers.Of(ref s_decoded.Bytes[0]);
        for (int code = KeyboardController.ReadScancode(); code >= 0; code = KeyboardController.ReadScancode())
        {
            int count = s_decoder.Decode((byte)code, bytes);
            if (count == KeyboardDecoder.ControlAltDelete)
            {
                Power.Restart();
            }
            if (count > 0)
            {
                Put(bytes, count);
            }
        }
        Wake();
    }

    private static void Put(byte* bytes, int count)
    {
        s_lock.AcquireWithInterruptsOff();
        byte* ring = Pointers.Of(ref s_ring.Bytes[0]);
        for (int i = 0; i < count; i++)
        {
            if (s_head - s_tail == Capacity)
            {
                s_lost++;
                continue;
            }
            ring[s_head++ % Capacity] = bytes[i];
        }
        s_lock.ReleaseKeepingInterruptsOff();
    }

    private static void Wake()
    {
        Interlocked.Increment(ref s_arrivals);
        Futex.WakeKeepingCore(Pointers.Of(ref s_arrivals), int.MaxValue);
        Readiness.ChangedKeepingCore();
    }

    /// <summary>Takes up to <paramref name="count"/> bytes; waits for the first until <paramref name="deadline"/>
    /// (nanoseconds of the monotonic clock; 0: for ever; 1: not at all). Returns how many, 0 when time was up.
    /// </summary>
    public static int Read(byte* buffer, int count, ulong deadline)
    {
        for (;;)
        {
            int seen = Volatile.Read(ref s_arrivals);
            int taken = Take(buffer, count);
            if (taken != 0 || deadline == 1)
            {
                return taken;
            }
            if (Futex.Wait(Pointers.Of(ref s_arrivals), seen, deadline) == Futex.Outcome.TimedOut)
            {
                return 0;
            }
        }
    }

    /// <summary>Whether bytes are waiting.</summary>
    public static bool HasBytes => Volatile.Read(ref s_head) != Volatile.Read(ref s_tail);

    private static int Take(byte* buffer, int count)
    {
        int taken = 0;
        ulong flags = s_lock.Acquire();
        byte* ring = Pointers.Of(ref s_ring.Bytes[0]);
        while (taken < count && s_tail != s_head)
        {
            buffer[taken++] = ring[s_tail++ % Capacity];
        }
        s_lock.Release(flags);
        return taken;
    }
}
