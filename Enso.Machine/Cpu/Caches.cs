namespace Enso.Machine.Cpu;

/// <summary>The processor's caches, as CPUID describes them: leaf 4 (Intel SDM volume 2), or leaf 8000_001D of the same
/// layout, or leaves 8000_0005 and 8000_0006 (AMD64 Architecture Programmer's Manual volume 3, appendix E). The
/// collector sizes its youngest generation by them.</summary>
internal static unsafe class Caches
{
    /// <summary>Level 1 for instructions, then levels 1 to 4 for data: the order of <c>sysconf</c>'s names.</summary>
    public const int Count = 5;

    private const uint IntelLeaf = 4;
    private const uint AmdLeaf = 0x8000001D;
    private const int InstructionCache = 2;

    private struct Table
    {
        public fixed ulong Bytes[Count];
        public fixed uint Ways[Count];
        public fixed uint LineBytes[Count];
    }

    private static Table s_table;

    /// <summary>Size in bytes; 0 when there is none or it is not known.</summary>
    public static ulong Bytes(int index) => Pointers.Of(ref s_table.Bytes[0])[index];

    /// <summary>Associativity; 0 when not known.</summary>
    public static uint Ways(int index) => Pointers.Of(ref s_table.Ways[0])[index];

    /// <summary>Bytes in a line; 0 when not known.</summary>
    public static uint LineBytes(int index) => Pointers.Of(ref s_table.LineBytes[0])[index];

    /// <summary>Reads CPUID.</summary>
    public static void Detect()
    {
        uint* r = stackalloc uint[4];
        Instructions.CpuId(0, 0, r);
        bool described = r[0] >= IntelLeaf && ReadDescriptions(IntelLeaf);
        Instructions.CpuId(0x80000000, 0, r);
        uint extended = r[0];
        described = described || (extended >= AmdLeaf && ReadDescriptions(AmdLeaf));
        if (!described && extended >= 0x80000006)
        {
            ReadAmdSummary();
        }
    }

    /// <summary>One subleaf a cache, until one says that there are no more; false when the first says so.</summary>
    private static bool ReadDescriptions(uint leaf)
    {
        const uint mostCaches = 16;
        uint* r = stackalloc uint[4];
        for (uint i = 0; i < mostCaches; i++)
        {
            Instructions.CpuId(leaf, i, r);
            int kind = (int)(r[0] & 31);
            if (kind == 0)
            {
                return i != 0;
            }
            int level = (int)((r[0] >> 5) & 7);
            int index = kind == InstructionCache ? 0 : level;
            if (level == 0 || index >= Count || (kind == InstructionCache && level != 1))
            {
                continue;
            }
            ulong line = (r[1] & 0xFFF) + 1;
            ulong partitions = ((r[1] >> 12) & 0x3FF) + 1;
            ulong ways = (r[1] >> 22) + 1;
            Set(index, line * partitions * ways * ((ulong)r[2] + 1), (uint)ways, (uint)line);
        }
        return true;
    }

    private static void ReadAmdSummary()
    {
        uint* r = stackalloc uint[4];
        Instructions.CpuId(0x80000005, 0, r);
        Set(0, (ulong)(r[3] >> 24) * 1024, (r[3] >> 16) & 0xFF, r[3] & 0xFF);
        Set(1, (ulong)(r[2] >> 24) * 1024, (r[2] >> 16) & 0xFF, r[2] & 0xFF);
        // Associativity is a code from here on, and left unknown.
        Instructions.CpuId(0x80000006, 0, r);
        Set(2, (ulong)(r[2] >> 16) * 1024, 0, r[2] & 0xFF);
        Set(3, (ulong)(r[3] >> 18) * 512 * 1024, 0, r[3] & 0xFF);
    }

    private static void Set(int index, ulong bytes, uint ways, uint lineBytes)
    {
        Pointers.Of(ref s_table.Bytes[0])[index] = bytes;
        Pointers.Of(ref s_table.Ways[0])[index] = ways;
        Pointers.Of(ref s_table.LineBytes[0])[index] = lineBytes;
    }
}
