using Enso.Machine.Cpu;

namespace Enso.Machine.Console;

/// <summary>The i8042 keyboard controller: data port 0x60, status and command port 0x64. It is set up to
/// translate to scan code set 1 and to raise IRQ 1 for the keyboard; the second (mouse) port is off.
/// Source: IBM PS/2 technical reference, "Keyboard and auxiliary device controller".</summary>
/// <remarks>Every wait is bounded by a number of port reads, of about a microsecond each on real hardware.
/// <see cref="Initialize"/> runs on one core with nobody else reading the data port;
/// <see cref="ReadScancode"/> is then the interrupt handler's alone.</remarks>
internal static class KeyboardController
{
    private const ushort Data = 0x60;
    private const ushort StatusAndCommand = 0x64;

    private const byte OutputFull = 0x01;
    private const byte InputFull = 0x02;
    private const byte FromSecondPort = 0x20;
    private const byte NoController = 0xFF;

    private const byte ReadConfiguration = 0x20;
    private const byte WriteConfiguration = 0x60;
    private const byte DisableSecondPort = 0xA7;
    private const byte SelfTest = 0xAA;
    private const byte SelfTestPassed = 0x55;
    private const byte DisableFirstPort = 0xAD;
    private const byte EnableFirstPort = 0xAE;

    private const byte FirstInterrupt = 0x01;
    private const byte SecondInterrupt = 0x02;
    private const byte FirstClockOff = 0x10;
    private const byte SecondClockOff = 0x20;
    private const byte Translate = 0x40;

    private const byte SetDefaults = 0xF6;
    private const byte EnableScanning = 0xF4;
    private const byte Acknowledge = 0xFA;
    private const byte Resend = 0xFE;

    /// <summary>Status reads before a wait is given up: a tenth of a second or so.</summary>
    private const int WaitLimit = 100_000;

    /// <summary>Bytes thrown away at most when the output buffer is emptied.</summary>
    private const int FlushLimit = 64;

    /// <summary>Times that a command is sent to a keyboard that asks for it again.</summary>
    private const int SendLimit = 3;

    /// <summary>Bytes looked at for a keyboard's answer: keys pressed meanwhile may come first.</summary>
    private const int AnswerLimit = 16;

    private const int None = -1;

    /// <summary>Sets up the controller and the keyboard behind it; at the end IRQ 1 comes for every scan
    /// code.</summary>
    /// <returns>False when there is no controller or no keyboard, or it fails its self-test.</returns>
    public static bool Initialize()
    {
        if (Instructions.InByte(StatusAndCommand) == NoController
            || !Command(DisableFirstPort) || !Command(DisableSecondPort))
        {
            return false;
        }
        Flush();
        int configuration = Ask(ReadConfiguration);
        if (configuration == None || Ask(SelfTest) != SelfTestPassed)
        {
            return false;
        }
        int quiet = (configuration | Translate | SecondClockOff)
            & ~(FirstInterrupt | SecondInterrupt | FirstClockOff);
        // Some controllers forget their configuration in the self-test, so it is written after it. The
        // keyboard's answers must be read here and not by the interrupt handler, so the interrupt comes on
        // last.
        if (!Configure(quiet) || !Command(EnableFirstPort))
        {
            return false;
        }
        if (!Send(SetDefaults) || !Send(EnableScanning))
        {
            return false;
        }
        return Configure(quiet | FirstInterrupt);
    }

    /// <summary>The next scan code; -1 when there is none. Never waits.</summary>
    public static int ReadScancode()
    {
        for (int i = 0; i < FlushLimit; i++)
        {
            byte status = Instructions.InByte(StatusAndCommand);
            if (status == NoController || (status & OutputFull) == 0)
            {
                return None;
            }
            byte value = Instructions.InByte(Data);
            if ((status & FromSecondPort) == 0)
            {
                return value;
            }
        }
        return None;
    }

    private static void Flush()
    {
        for (int i = 0; i < FlushLimit; i++)
        {
            if ((Instructions.InByte(StatusAndCommand) & OutputFull) == 0)
            {
                return;
            }
            Instructions.InByte(Data);
        }
    }

    private static bool Configure(int configuration) =>
        Command(WriteConfiguration) && WriteData((byte)configuration);

    /// <summary>Sends a command to the controller and waits for its answer; -1 when none came.</summary>
    private static int Ask(byte command) => Command(command) ? ReadData() : None;

    private static bool Command(byte command)
    {
        if (!WaitToWrite())
        {
            return false;
        }
        Instructions.OutByte(StatusAndCommand, command);
        return true;
    }

    private static bool WriteData(byte value)
    {
        if (!WaitToWrite())
        {
            return false;
        }
        Instructions.OutByte(Data, value);
        return true;
    }

    /// <summary>Sends a command to the keyboard; says whether it was acknowledged.</summary>
    private static bool Send(byte command)
    {
        for (int attempt = 0; attempt < SendLimit; attempt++)
        {
            if (!WriteData(command))
            {
                return false;
            }
            int answer = ReadAnswer();
            if (answer != Resend)
            {
                return answer == Acknowledge;
            }
        }
        return false;
    }

    private static int ReadAnswer()
    {
        for (int i = 0; i < AnswerLimit; i++)
        {
            int value = ReadData();
            if (value is None or Acknowledge or Resend)
            {
                return value;
            }
        }
        return None;
    }

    private static bool WaitToWrite()
    {
        for (int i = 0; i < WaitLimit; i++)
        {
            if ((Instructions.InByte(StatusAndCommand) & InputFull) == 0)
            {
                return true;
            }
        }
        return false;
    }

    private static int ReadData()
    {
        for (int i = 0; i < WaitLimit; i++)
        {
            if ((Instructions.InByte(StatusAndCommand) & OutputFull) != 0)
            {
                return Instructions.InByte(Data);
            }
        }
        return None;
    }
}
