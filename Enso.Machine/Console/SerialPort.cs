using Enso.Machine.Cpu;

namespace Enso.Machine.Console;

/// <summary>The first serial port: a 16550A UART at 115200 baud, 8N1 (National Semiconductor PC16550D data sheet).
/// Output is polled, so that it works in a panic; input is interrupt-driven.</summary>
internal static class SerialPort
{
    private const ushort Base = 0x3F8;
    private const ushort Data = Base;
    private const ushort InterruptEnable = Base + 1;
    private const ushort FifoControl = Base + 2;
    private const ushort LineControl = Base + 3;
    private const ushort ModemControl = Base + 4;
    private const ushort LineStatus = Base + 5;
    private const ushort Scratch = Base + 7;

    // Many seconds: whoever reads the line may be slow, and what is not waited for is lost.
    private const int TransmitBound = 20_000_000;
    private const byte TransmitEmpty = 0x20;
    private const byte TransmitIdle = 0x40;
    private const byte DataReady = 0x01;

    /// <summary>Bytes that each of its two FIFOs holds.</summary>
    public const int FifoBytes = 16;

    private static int s_room;

    // The port did not become ready in all that time: it is not waited for again before it is.
    private static bool s_isStuck;

    /// <summary>Whether there is a port.</summary>
    public static bool IsPresent { get; private set; }

    /// <summary>Programs the port, if there is one: its scratch register keeps what is written.</summary>
    public static void Initialize()
    {
        Instructions.OutByte(Scratch, 0xA5);
        IsPresent = Instructions.InByte(Scratch) == 0xA5;
        if (!IsPresent)
        {
            return;
        }
        Instructions.OutByte(InterruptEnable, 0);
        Instructions.OutByte(LineControl, 0x80); // divisor latch
        Instructions.OutByte(Data, 1);
        Instructions.OutByte(InterruptEnable, 0);
        Instructions.OutByte(LineControl, 0x03); // 8N1
        // FIFOs on, cleared; an interrupt at 8 bytes, or when no more have come for the time of four: so the bytes of
        // a key are seen together.
        Instructions.OutByte(FifoControl, 0x87);
        Instructions.OutByte(ModemControl, 0x0B); // DTR, RTS, OUT2 (lets the interrupt through)
    }

    /// <summary>Lets the port interrupt when a byte arrives.</summary>
    public static void EnableReceiveInterrupt()
    {
        if (IsPresent)
        {
            Instructions.OutByte(InterruptEnable, 0x01);
        }
    }

    /// <summary>Keeps the port from interrupting.</summary>
    public static void DisableReceiveInterrupt() => Instructions.OutByte(InterruptEnable, 0);

    /// <summary>Sends one byte, waiting for room, which a port that hangs is granted once: it must not hang the kernel.
    /// </summary>
    public static void Write(byte value)
    {
        if (!IsPresent)
        {
            return;
        }
        if (s_room == 0)
        {
            WaitFor(TransmitEmpty);
            s_room = FifoBytes;
        }
        s_room--;
        Instructions.OutByte(Data, value);
    }

    /// <summary>Waits, for a bounded time, until what was written has been sent.</summary>
    public static void Drain()
    {
        if (IsPresent)
        {
            WaitFor(TransmitIdle);
        }
    }

    private static void WaitFor(byte status)
    {
        int bound = s_isStuck ? 1 : TransmitBound;
        bool isReady = (Instructions.InByte(LineStatus) & status) != 0;
        for (int i = 1; !isReady && i < bound; i++)
        {
            Instructions.Pause();
            isReady = (Instructions.InByte(LineStatus) & status) != 0;
        }
        s_isStuck = !isReady;
    }

    /// <summary>Whether a byte has arrived.</summary>
    public static bool HasByte => IsPresent && (Instructions.InByte(LineStatus) & DataReady) != 0;

    /// <summary>A byte that has arrived, or -1.</summary>
    public static int Read() => HasByte ? Instructions.InByte(Data) : -1;
}
