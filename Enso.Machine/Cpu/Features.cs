using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Diagnostics;

namespace Enso.Machine.Cpu;

/// <summary>What the processor can do (Intel SDM volume 2, CPUID), and what Ensō cannot do without.</summary>
internal static unsafe class Features
{
    private struct Text
    {
        public fixed byte Brand[49];
    }

    private static Text s_text;

    /// <summary>XSAVE and XCR0 exist.</summary>
    public static bool HasXsave { get; private set; }

    /// <summary>RDRAND exists.</summary>
    public static bool HasRandom { get; private set; }

    /// <summary>The local APIC can be switched to x2APIC mode.</summary>
    public static bool HasX2Apic { get; private set; }

    /// <summary>The local APIC's timer takes a TSC value.</summary>
    public static bool HasTscDeadline { get; private set; }

    /// <summary>RDFSBASE and its kin exist.</summary>
    public static bool HasFsGsBase { get; private set; }

    /// <summary>1 GiB pages exist.</summary>
    public static bool HasHugePages { get; private set; }

    /// <summary>The TSC runs at one rate in every power state.</summary>
    public static bool HasInvariantTsc { get; private set; }

    /// <summary>Bytes of extended state that XSAVE writes with the features that <see cref="Enable"/> turned on.
    /// </summary>
    public static uint ExtendedStateBytes { get; private set; }

    /// <summary>Width of a physical address in bits.</summary>
    public static int PhysicalAddressBits { get; private set; }

    /// <summary>The brand string, zero-terminated.</summary>
    public static byte* Brand => Pointers.Of(ref s_text.Brand[0]);

    /// <summary>Reads CPUID. Returns null when everything needed is there, else the name of what is missing.
    /// </summary>
    public static string? Detect()
    {
        uint* r = stackalloc uint[4];
        Instructions.CpuId(0, 0, r);
        uint maximum = r[0];
        Instructions.CpuId(1, 0, r);
        uint c = r[2];
        uint d = r[3];
        HasXsave = Bit(c, 26);
        HasRandom = Bit(c, 30);
        HasX2Apic = Bit(c, 21);
        HasTscDeadline = Bit(c, 24);
        if (maximum >= 7)
        {
            Instructions.CpuId(7, 0, r);
            HasFsGsBase = Bit(r[1], 0);
        }
        Instructions.CpuId(0x80000000, 0, r);
        uint extended = r[0];
        Instructions.CpuId(0x80000001, 0, r);
        HasHugePages = Bit(r[3], 26);
        PhysicalAddressBits = 36;
        if (extended >= 0x80000008)
        {
            Instructions.CpuId(0x80000008, 0, r);
            PhysicalAddressBits = (int)(r[0] & 0xFF);
        }
        if (extended >= 0x80000007)
        {
            Instructions.CpuId(0x80000007, 0, r);
            HasInvariantTsc = Bit(r[3], 8);
        }
        ReadBrand(extended);
        return Missing(c, d);
    }

    /// <summary>The instruction-set level is x86-64-v2: what the compiler emits without asking.</summary>
    private static string? Missing(uint c, uint d)
    {
        if (!Bit(d, 4))
        {
            return "a time-stamp counter (TSC, CPUID 1 EDX bit 4)";
        }
        if (!Bit(d, 9))
        {
            return "a local APIC (CPUID 1 EDX bit 9)";
        }
        if (!Bit(d, 16))
        {
            return "the page attribute table (PAT, CPUID 1 EDX bit 16)";
        }
        if (!Bit(d, 26) || !Bit(c, 0) || !Bit(c, 9) || !Bit(c, 19) || !Bit(c, 20))
        {
            return "SSE2 to SSE4.2 (CPUID 1 ECX bits 0, 9, 19, 20)";
        }
        if (!Bit(c, 13))
        {
            return "CMPXCHG16B (CPUID 1 ECX bit 13)";
        }
        if (!Bit(c, 23))
        {
            return "POPCNT (CPUID 1 ECX bit 23)";
        }
        return null;
    }

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_set_has_xsave")]
    private static extern void SetHasXsave(int value);

    /// <summary>Sets the x87 control word and MXCSR to their defaults, every exception masked: after a start-up
    /// interrupt they need not be (SDM volume 3, table 10-1).</summary>
    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_init_fpu")]
    private static extern void InitializeFloatingPoint();

    /// <summary>Turns on, for this core, what the kernel uses: extended state, FS/GS base instructions, the page
    /// attribute table with write-combining in entry 4.</summary>
    public static void Enable()
    {
        const ulong osXsave = 1UL << 18;
        const ulong fsGsBase = 1UL << 16;
        const ulong globalPages = 1UL << 7;
        ulong cr4 = Instructions.ReadCr4() | globalPages;
        if (HasFsGsBase)
        {
            cr4 |= fsGsBase;
        }
        if (HasXsave)
        {
            cr4 |= osXsave;
        }
        Instructions.WriteCr4(cr4);
        uint bytes = 512;
        if (HasXsave)
        {
            uint* r = stackalloc uint[4];
            Instructions.CpuId(0xD, 0, r);
            // x87, SSE, AVX and AVX-512 state, as far as this processor has them.
            ulong wanted = r[0] & 0xE7;
            Instructions.WriteExtendedControl(0, wanted);
            Instructions.CpuId(0xD, 0, r);
            bytes = r[1];
            SetHasXsave(1);
        }
        // One store: other cores may be using the value already, and it is the same on each.
        ExtendedStateBytes = bytes;
        InitializeFloatingPoint();
        // PAT (SDM 3, 11.12): entries 0 to 3 as after reset, 4 write-combining, 5 to 7 as 1 to 3.
        Instructions.WriteMsr(0x277, 0x00_07_04_01_00_07_04_06);
    }

    private static void ReadBrand(uint extended)
    {
        byte* brand = Brand;
        if (extended >= 0x80000004)
        {
            for (uint i = 0; i < 3; i++)
            {
                Instructions.CpuId(0x80000002 + i, 0, (uint*)(brand + (i * 16)));
            }
        }
    }

    private static bool Bit(uint value, int bit) => ((value >> bit) & 1) != 0;
}
