using Enso.Machine.Console;

namespace Enso.Machine.Boot;

/// <summary>What a range of physical memory is for. The values are those of the ACPI address map
/// (ACPI 6.5, 15.4, table 15.4) that both boot protocols hand on.</summary>
internal enum MemoryKind : uint
{
    /// <summary>Free for the kernel.</summary>
    Usable = 1,

    /// <summary>In use by the firmware or a device.</summary>
    Reserved = 2,

    /// <summary>ACPI tables; usable once they have been read.</summary>
    AcpiReclaimable = 3,

    /// <summary>ACPI non-volatile storage.</summary>
    AcpiNonVolatile = 4,

    /// <summary>Defective.</summary>
    Unusable = 5,
}

/// <summary>A range of physical memory, in bytes.</summary>
internal struct MemoryRange
{
    /// <summary>First address.</summary>
    public ulong Start;

    /// <summary>Length in bytes.</summary>
    public ulong Length;

    /// <summary>What it is for.</summary>
    public MemoryKind Kind;

    /// <summary>The address after the last.</summary>
    public readonly ulong End => Start + Length;
}

/// <summary>What the boot loader told, copied out of its memory so that the memory can be used.</summary>
internal static unsafe class BootInfo
{
    /// <summary>More ranges than this are reported and left unused.</summary>
    public const int MaximumRanges = 256;

    /// <summary>Bytes of the command line that are kept, its terminating zero among them. QEMU's direct boot hands on
    /// no more.</summary>
    public const int CommandLineCapacity = 4096;

    private struct Storage
    {
        public fixed byte Ranges[MaximumRanges * 24];
        public fixed byte CommandLine[CommandLineCapacity];
        public fixed byte Loader[64];
        public fixed byte RootPointer[40];
    }

    private static Storage s_storage;
    private static int s_rangeCount;
    private static int s_rangesDropped;
    private static bool s_hasRootPointer;
    private static FramebufferInfo s_framebuffer;

    /// <summary>The boot protocol's name, for the log.</summary>
    public static bool IsMultiboot { get; set; }

    /// <summary>The screen that the loader set up.</summary>
    public static ScreenKind ScreenKind { get; set; }

    /// <summary>The physical address of the ACPI root pointer; 0 when the loader gave a copy or nothing.</summary>
    public static ulong RootPointerAddress { get; set; }

    /// <summary>Ranges in the memory map.</summary>
    public static int RangeCount => s_rangeCount;

    /// <summary>Ranges that did not fit.</summary>
    public static int RangesDropped => s_rangesDropped;

    /// <summary>The framebuffer, when <see cref="ScreenKind"/> says so.</summary>
    public static ref FramebufferInfo Framebuffer => ref s_framebuffer;

    /// <summary>A copy of the ACPI root pointer structure, or null.</summary>
    public static byte* RootPointerCopy => s_hasRootPointer ? Address(ref s_storage.RootPointer[0]) : null;

    /// <summary>The kernel command line, zero-terminated.</summary>
    public static byte* CommandLine => Address(ref s_storage.CommandLine[0]);

    /// <summary>The loader's name, zero-terminated; empty when it gave none.</summary>
    public static byte* Loader => Address(ref s_storage.Loader[0]);

    /// <summary>The range at <paramref name="index"/> (0 up to <see cref="RangeCount"/>).</summary>
    public static MemoryRange* Range(int index) => (MemoryRange*)Address(ref s_storage.Ranges[0]) + index;

    /// <summary>Adds a range as the loader reported it.</summary>
    public static void AddRange(ulong start, ulong length, uint kind)
    {
        if (length == 0 || start + length < start)
        {
            return;
        }
        if (s_rangeCount == MaximumRanges)
        {
            s_rangesDropped++;
            return;
        }
        MemoryRange* range = Range(s_rangeCount++);
        range->Start = start;
        range->Length = length;
        range->Kind = (MemoryKind)kind;
    }

    /// <summary>Copies the command line, which ends at a zero or after <paramref name="limit"/> bytes; a longer
    /// one is cut.</summary>
    public static void SetCommandLine(byte* text, uint limit) => CopyText(CommandLine, text, limit, CommandLineCapacity);

    /// <summary>Copies the loader's name, likewise.</summary>
    public static void SetLoader(byte* text, uint limit) => CopyText(Loader, text, limit, 64);

    /// <summary>Copies an ACPI root pointer of <paramref name="length"/> bytes.</summary>
    public static void SetRootPointer(byte* data, uint length)
    {
        byte* copy = Address(ref s_storage.RootPointer[0]);
        for (uint i = 0; i < 40; i++)
        {
            copy[i] = i < length ? data[i] : (byte)0;
        }
        s_hasRootPointer = true;
    }

    /// <summary>Finds <c>name=value</c> (or a bare <c>name</c>) on the command line, before any <c>--</c>; returns the
    /// value's first byte (it ends at a space or zero; for a bare name it is empty), or null when the name is not there.
    /// </summary>
    public static byte* FindOption(ReadOnlySpan<byte> name)
    {
        byte* wanted = Pointers.Of(name);
        for (byte* word = CommandLineWord.SkipSpaces(CommandLine); !CommandLineWord.EndsOptions(word);
            word = CommandLineWord.Next(word))
        {
            int i = 0;
            while (i < name.Length && word[i] == wanted[i])
            {
                i++;
            }
            if (i == name.Length && word[i] is (byte)'=' or (byte)' ' or 0)
            {
                return word[i] == '=' ? word + i + 1 : word + i;
            }
        }
        return null;
    }

    /// <summary>A decimal option's value, or <paramref name="otherwise"/>.</summary>
    public static ulong NumberOption(ReadOnlySpan<byte> name, ulong otherwise)
    {
        byte* text = FindOption(name);
        if (text == null || *text is < (byte)'0' or > (byte)'9')
        {
            return otherwise;
        }
        ulong value = 0;
        for (; *text is >= (byte)'0' and <= (byte)'9'; text++)
        {
            value = (value * 10) + (ulong)(*text - '0');
        }
        return value;
    }

    private static void CopyText(byte* destination, byte* source, uint limit, int capacity)
    {
        int i = 0;
        for (; source != null && (uint)i < limit && i < capacity - 1 && source[i] != 0; i++)
        {
            destination[i] = source[i];
        }
        destination[i] = 0;
    }

    // SAFETY: a static of unmanaged type lies in the image's data, which does not move.
    private static byte* Address(ref byte field) => Pointers.Of(ref field);
}
