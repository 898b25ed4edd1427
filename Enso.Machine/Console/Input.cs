using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Machine.Firmware;

namespace Enso.Machine.Console;

/// <summary>The interrupt handlers of what people type on: the serial port and the keyboard. Both give bytes as a
/// terminal sends them to the <see cref="ConsoleTerminal"/>.</summary>
internal static unsafe class Input
{
    private const int SerialInterrupt = 4;
    private const int KeyboardInterrupt = 1;

    /// <summary>The serial port's vector.</summary>
    public const int SerialVector = Vectors.FirstDevice;

    /// <summary>The keyboard's vector.</summary>
    public const int KeyboardVector = Vectors.FirstDevice + 1;

    private struct Received
    {
        public fixed byte Bytes[SerialTerminal.MaximumReceived];
    }

    private struct Decoded
    {
        public fixed byte Bytes[KeyboardDecoder.MaximumOutput];
    }

    // A handler may run on two cores at once: where its line is sent to another core, the next interrupt may come
    // there while the last is under way on the core before.
    private static SpinLock s_serialLock;
    private static SpinLock s_keyboardLock;

    // Guarded by s_serialLock, as is what SerialTerminal.Receive uses.
    private static Received s_received;

    // Guarded by s_keyboardLock, as is the reading of scancodes.
    private static KeyboardDecoder s_decoder;
    private static Decoded s_decoded;

    /// <summary>Whether there is a keyboard.</summary>
    public static bool HasKeyboard { get; private set; }

    /// <summary>Routes the two interrupts to the first core and lets them through.</summary>
    public static void Initialize()
    {
        ConsoleTerminal.Initialize();
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

    /// <summary>The serial port has bytes. Interrupts are off.</summary>
    public static void OnSerial()
    {
        s_serialLock.AcquireWithInterruptsOff();
        TakeSerial();
        s_serialLock.ReleaseKeepingInterruptsOff();
    }

    private static void TakeSerial()
    {
        if (Output.MarksMessages)
        {
            SerialInput.OnInterrupt();
            return;
        }
        const int most = SerialTerminal.MaximumReceived;
        byte* bytes = Pointers.Of(ref s_received.Bytes[0]);
        int count;
        do
        {
            count = 0;
            for (int value = SerialPort.Read(); value >= 0; value = count < most ? SerialPort.Read() : -1)
            {
                bytes[count++] = (byte)value;
            }
            SerialTerminal.Receive(bytes, count);
        }
        while (count == most);
    }

    /// <summary>The keyboard has scancodes. Interrupts are off.</summary>
    public static void OnKeyboard()
    {
        s_keyboardLock.AcquireWithInterruptsOff();
        TakeKeys();
        s_keyboardLock.ReleaseKeepingInterruptsOff();
    }

    private static void TakeKeys()
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
                SerialTerminal.Typed(InputSource.Keyboard);
                ConsoleTerminal.Receive(bytes, count);
            }
        }
    }
}
