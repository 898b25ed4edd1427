namespace Enso.Build.Elf;

/// <summary>One program header (ELF-64 specification, "Program Loading").</summary>
internal sealed record ElfSegment(
    uint Type, uint Flags, ulong Offset, ulong VirtualAddress, ulong FileSize, ulong MemorySize,
    ulong Alignment)
{
    /// <summary>Type of a segment that is loaded (PT_LOAD).</summary>
    public const uint TypeLoad = 1;
}
