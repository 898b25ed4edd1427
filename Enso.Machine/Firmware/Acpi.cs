using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;

namespace Enso.Machine.Firmware;

/// <summary>The firmware's tables (ACPI 6.5, chapter 5): found from the root pointer, each checked by its sum, and
/// read for what the kernel needs. A table that is not there leaves its values at zero.</summary>
internal static unsafe class Acpi
{
    /// <summary>More tables than this are ignored.</summary>
    public const int MaximumTables = 64;

    private const int HeaderBytes = 36;
    private const uint MaximumTableBytes = 16 << 20;
    private const int MaximumOverrides = 16;

    private struct Storage
    {
        public fixed ulong Tables[MaximumTables];
        public fixed uint OverrideLine[MaximumOverrides];
        public fixed byte OverrideFlags[MaximumOverrides];
    }

    private static Storage s_storage;
    private static int s_tableCount;

    /// <summary>Tables found and intact.</summary>
    public static int TableCount => s_tableCount;

    /// <summary>The revision of the root pointer: 0 for ACPI 1.0, else 2 or more.</summary>
    public static byte Revision { get; private set; }

    /// <summary>Tables whose checksum was wrong.</summary>
    public static int BadTables { get; private set; }

    /// <summary>Physical address of the local APICs' registers.</summary>
    public static ulong LocalApicAddress { get; private set; }

    /// <summary>Physical address of the HPET's registers; 0 when there is none.</summary>
    public static ulong HpetAddress { get; private set; }

    /// <summary>I/O port of the power-management timer; 0 when there is none.</summary>
    public static ushort TimerPort { get; private set; }

    /// <summary>Whether the power-management timer counts 32 bits; else 24.</summary>
    public static bool TimerIs32Bit { get; private set; }

    /// <summary>Physical address of PCI Express configuration space (MCFG, segment 0); 0 when there is none.
    /// </summary>
    public static ulong PciConfigurationAddress { get; private set; }

    /// <summary>First and last bus of <see cref="PciConfigurationAddress"/>.</summary>
    public static byte PciFirstBus { get; private set; }

    /// <summary>Last bus of <see cref="PciConfigurationAddress"/>.</summary>
    public static byte PciLastBus { get; private set; }

    /// <summary>The mapped FADT, or null.</summary>
    public static byte* FixedTable { get; private set; }

    /// <summary>The table at <paramref name="index"/>, starting with its signature.</summary>
    public static byte* Table(int index) => (byte*)Pointers.Of(ref s_storage.Tables[0])[index];

    /// <summary>Reads the tables. Returns null, or what was wrong.</summary>
    public static string? Initialize()
    {
        for (uint i = 0; i < MaximumOverrides; i++)
        {
            Pointers.Of(ref s_storage.OverrideLine[0])[i] = i;
        }
        byte* root = FindRootPointer();
        if (root == null)
        {
            return "no ACPI root pointer (RSDP)";
        }
        Revision = root[15];
        bool extended = Revision >= 2 && *(ulong*)(root + 24) != 0;
        ulong address = extended ? *(ulong*)(root + 24) : *(uint*)(root + 16);
        byte* directory = MapTable(address);
        if (directory == null)
        {
            return "the ACPI root table (RSDT or XSDT) is missing or damaged";
        }
        uint entrySize = extended ? 8u : 4u;
        uint length = *(uint*)(directory + 4);
        for (uint at = HeaderBytes; at + entrySize <= length; at += entrySize)
        {
            AddTable(extended ? *(ulong*)(directory + at) : *(uint*)(directory + at));
        }
        return Find("APIC"u8) == null ? "no ACPI interrupt table (MADT)" : null;
    }

    private static void AddTable(ulong physical)
    {
        byte* table = MapTable(physical);
        if (table == null)
        {
            BadTables++;
            return;
        }
        if (s_tableCount == MaximumTables)
        {
            return;
        }
        Pointers.Of(ref s_storage.Tables[0])[s_tableCount++] = (ulong)table;
        switch (*(uint*)table)
        {
            case 0x50434146: // FACP
                ReadFixedTable(table);
                break;
            case 0x54455048: // HPET
                HpetAddress = *(uint*)(table + 4) >= 56 && table[40] == 0 ? *(ulong*)(table + 44) : 0;
                break;
            case 0x4746434D: // MCFG
                if (*(uint*)(table + 4) >= 60)
                {
                    PciConfigurationAddress = *(ulong*)(table + 44);
                    PciFirstBus = table[54];
                    PciLastBus = table[55];
                }
                break;
            default:
                break;
        }
    }

    /// <summary>The first table with a signature, or null.</summary>
    public static byte* Find(ReadOnlySpan<byte> signature)
    {
        uint wanted = *(uint*)Pointers.Of(signature);
        for (int i = 0; i < s_tableCount; i++)
        {
            if (*(uint*)Table(i) == wanted)
            {
                return Table(i);
            }
        }
        return null;
    }

    private static byte* FindRootPointer()
    {
        if (BootInfo.RootPointerCopy != null && IsRootPointer(BootInfo.RootPointerCopy))
        {
            return BootInfo.RootPointerCopy;
        }
        if (BootInfo.RootPointerAddress != 0)
        {
            byte* given = (byte*)PageTables.MapDevice(BootInfo.RootPointerAddress, 64, PageFlags.None);
            if (given != null && IsRootPointer(given))
            {
                return given;
            }
        }
        // ACPI 6.5, 5.2.5.1: else it is in the BIOS area, on a 16-byte boundary.
        for (ulong at = 0xE0000; at < 0x100000; at += 16)
        {
            byte* candidate = (byte*)PageTables.Direct(at);
            if (IsRootPointer(candidate))
            {
                return candidate;
            }
        }
        return null;
    }

    private static bool IsRootPointer(byte* p) => *(ulong*)p == 0x2052545020445352 && Sum(p, 20) == 0;

    private static byte* MapTable(ulong physical)
    {
        byte* table = physical == 0 ? null : (byte*)PageTables.MapDevice(physical, HeaderBytes, PageFlags.None);
        if (table == null)
        {
            return null;
        }
        uint length = *(uint*)(table + 4);
        if (length < HeaderBytes || length > MaximumTableBytes
            || PageTables.MapDevice(physical, length, PageFlags.None) == null)
        {
            return null;
        }
        return Sum(table, length) == 0 ? table : null;
    }

    private static byte Sum(byte* data, uint length)
    {
        byte sum = 0;
        for (uint i = 0; i < length; i++)
        {
            sum += data[i];
        }
        return sum;
    }

    private static void ReadFixedTable(byte* table)
    {
        // The shortest that has what is read here ends after the flags (ACPI 1.0: 116 bytes).
        if (*(uint*)(table + 4) < 116)
        {
            return;
        }
        FixedTable = table;
        TimerPort = (ushort)*(uint*)(table + 76);
        TimerIs32Bit = (*(uint*)(table + 112) & (1 << 8)) != 0;
    }

    /// <summary>Reads the MADT (5.2.12): adds every core that may run to <see cref="Cores"/>, and every I/O APIC.
    /// </summary>
    public static void ReadInterruptTable()
    {
        byte* table = Find("APIC"u8);
        LocalApicAddress = *(uint*)(table + 36);
        byte* end = table + *(uint*)(table + 4);
        for (byte* entry = table + 44; entry + 2 <= end && entry[1] >= 2 && entry + entry[1] <= end; entry += entry[1])
        {
            switch (entry[0])
            {
                case 0 when entry[1] >= 8: // processor local APIC
                    AddCore(entry[3], *(uint*)(entry + 4));
                    break;
                case 1 when entry[1] >= 12: // I/O APIC
                    IoApic.Add(*(uint*)(entry + 4), *(uint*)(entry + 8));
                    break;
                case 2 when entry[1] >= 10: // interrupt source override
                    ReadOverride(entry);
                    break;
                case 5 when entry[1] >= 12: // local APIC address override
                    LocalApicAddress = *(ulong*)(entry + 4);
                    break;
                case 9 when entry[1] >= 16: // processor local x2APIC
                    AddCore(*(uint*)(entry + 4), *(uint*)(entry + 8));
                    break;
                default:
                    break;
            }
        }
    }

    private static void AddCore(uint apicId, uint flags)
    {
        // Bit 0: enabled. A core that could only be enabled later (bit 1) is not there now.
        if ((flags & 1) != 0)
        {
            Cores.Add(apicId);
        }
    }

    private static void ReadOverride(byte* entry)
    {
        byte source = entry[3];
        if (entry[2] == 0 && source < MaximumOverrides)
        {
            Pointers.Of(ref s_storage.OverrideLine[0])[source] = *(uint*)(entry + 4);
            Pointers.Of(ref s_storage.OverrideFlags[0])[source] = entry[8];
        }
    }

    /// <summary>Routes an ISA interrupt (0 to 15) to a vector on a core, as the MADT's overrides say; returns the
    /// line to unmask, or -1.</summary>
    public static long RouteIsa(int source, int vector, uint apicId)
    {
        uint line = Pointers.Of(ref s_storage.OverrideLine[0])[source];
        byte flags = Pointers.Of(ref s_storage.OverrideFlags[0])[source];
        bool activeLow = (flags & 3) == 3;
        bool level = ((flags >> 2) & 3) == 3;
        return IoApic.Route(line, vector, apicId, activeLow, level) ? line : -1;
    }
}
