namespace Enso.Build.Elf;

/// <summary>One section header (ELF-64 specification, "Sections").</summary>
internal sealed record ElfSection(
    string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link, ulong EntrySize)
{
    /// <summary>Type of a section that takes memory but no bytes of the file (SHT_NOBITS).</summary>
    public const uint TypeNoBits = 8;

    /// <summary>Type of the full symbol table (SHT_SYMTAB).</summary>
    public const uint TypeSymbols = 2;

    /// <summary>Type of relocations that carry their addends (SHT_RELA).</summary>
    public const uint TypeRelocations = 4;

    private const ulong FlagAllocated = 2;
    private const ulong FlagExecutable = 4;
    private const ulong FlagCompressed = 0x800;

    /// <summary>Whether the section is part of the running image.</summary>
    public bool IsAllocated => (Flags & FlagAllocated) != 0;

    /// <summary>Whether the section holds instructions of the running image.</summary>
    public bool IsCode => IsAllocated && (Flags & FlagExecutable) != 0;

    /// <summary>Whether the bytes start with a compression header.</summary>
    public bool IsCompressed => (Flags & FlagCompressed) != 0;

    /// <summary>Whether <paramref name="address"/> is inside the section.</summary>
    public bool Contains(ulong address) => address >= Address && address - Address < Size;
}
