using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Memory;

namespace Enso.Machine.Firmware;

/// <summary>Switching the machine off and restarting it through ACPI (ACPI 6.5, 4.8.3, 7.4.2, 16.1).</summary>
internal static unsafe class Power
{
    private const ushort SleepEnable = 1 << 13;
    private const ushort ControlAcpiEnabled = 1;

    /// <summary>Switches off. Returns only if the machine stays on, saying why.</summary>
    public static string Off()
    {
        byte* table = Acpi.FixedTable;
        if (table == null)
        {
            return "the firmware has no fixed ACPI table (FADT)";
        }
        int types = FindSleepTypes();
        if (types < 0)
        {
            return "the firmware's DSDT has no \\_S5 object";
        }
        ushort controlA = (ushort)*(uint*)(table + 64);
        ushort controlB = (ushort)*(uint*)(table + 68);
        EnableAcpi(table, controlA);
        Instructions.DisableInterrupts();
        Instructions.OutWord(controlA, (ushort)(((types & 7) << 10) | SleepEnable));
        if (controlB != 0)
        {
            Instructions.OutWord(controlB, (ushort)((((types >> 8) & 7) << 10) | SleepEnable));
        }
        for (int i = 0; i < 100_000_000; i++)
        {
            Instructions.Pause();
        }
        return "the machine did not react to the sleep command";
    }

    private static void EnableAcpi(byte* table, ushort control)
    {
        ushort commandPort = (ushort)*(uint*)(table + 48);
        byte enable = table[52];
        if (commandPort == 0 || enable == 0 || (Instructions.InWord(control) & ControlAcpiEnabled) != 0)
        {
            return;
        }
        Instructions.OutByte(commandPort, enable);
        for (int i = 0; i < 3_000_000 && (Instructions.InWord(control) & ControlAcpiEnabled) == 0; i++)
        {
            Instructions.Pause();
        }
    }

    /// <summary>Finds <c>\_S5</c> in the DSDT without an AML interpreter: the name, a PackageOp, and the first two
    /// integers (ACPI 6.5, 20.2.5.4). Returns SLP_TYPa in bits 0 to 7 and SLP_TYPb in 8 to 15, or -1.</summary>
    private static int FindSleepTypes()
    {
        byte* fixedTable = Acpi.FixedTable;
        ulong physical = *(uint*)(fixedTable + 4) >= 148 && *(ulong*)(fixedTable + 140) != 0
            ? *(ulong*)(fixedTable + 140)
            : *(uint*)(fixedTable + 40);
        byte* dsdt = (byte*)PageTables.MapDevice(physical, 36, PageFlags.None);
        uint length = dsdt == null ? 0 : *(uint*)(dsdt + 4);
        const uint longest = 16 << 20;
        if (length is < 36 or > longest || PageTables.MapDevice(physical, length, PageFlags.None) == null)
        {
            return -1;
        }
        for (uint i = 36; i + 16 < length; i++)
        {
            const uint name = 0x5F35535F; // "_S5_"
            if (*(uint*)(dsdt + i) == name && dsdt[i + 4] == 0x12)
            {
                // PackageOp, PkgLength (1 to 4 bytes), NumElements, then the elements.
                byte* p = dsdt + i + 5;
                p += (*p >> 6) + 1;
                p++;
                int first = ReadInteger(&p);
                int second = ReadInteger(&p);
                return first | (second << 8);
            }
        }
        return -1;
    }

    private static int ReadInteger(byte** at)
    {
        byte* p = *at;
        switch (*p)
        {
            case 0x0A: // BytePrefix
                *at = p + 2;
                return p[1];
            case 0x0B: // WordPrefix
                *at = p + 3;
                return p[1];
            case 0x0C: // DWordPrefix
                *at = p + 5;
                return p[1];
            default: // ZeroOp is 0, OneOp is 1
                *at = p + 1;
                return *p;
        }
    }

    /// <summary>Restarts the machine: by the FADT's reset register, else the keyboard controller, else a triple
    /// fault. Does not return.</summary>
    public static void Restart()
    {
        Instructions.DisableInterrupts();
        byte* table = Acpi.FixedTable;
        if (table != null && *(uint*)(table + 4) >= 129 && (*(uint*)(table + 112) & (1 << 10)) != 0)
        {
            byte space = table[116];
            ulong address = *(ulong*)(table + 120);
            byte value = table[128];
            if (space == 1)
            {
                Instructions.OutByte((ushort)address, value);
            }
            else if (space == 0)
            {
                byte* register = (byte*)PageTables.MapDevice(address, 1, PageFlags.Uncached);
                if (register != null)
                {
                    Volatile.Write(ref *register, value);
                }
            }
            Delay();
        }
        Instructions.OutByte(0x64, 0xFE);
        Delay();
        byte* empty = stackalloc byte[16];
        Instructions.Fill(empty, 0, 16);
        Instructions.LoadInterruptDescriptors(empty);
        *(byte*)1 = 0;
        Log.Error($"restart failed: the machine ignores the reset register, the keyboard controller and a fault");
        for (;;)
        {
            Instructions.Halt();
        }
    }

    private static void Delay()
    {
        for (int i = 0; i < 10_000_000; i++)
        {
            Instructions.Pause();
        }
    }
}
