using System.Runtime.CompilerServices;

namespace Enso.Machine.Diagnostics;

/// <summary>What the image knows about one code address. It holds its own text, so that it stays valid
/// whatever happens to the table.</summary>
internal unsafe struct SymbolInfo
{
    /// <summary>Bytes for a name with its final zero.</summary>
    public const int NameCapacity = SymbolTableLayout.MaximumName + 1;

    /// <summary>Bytes for a file's path with its final zero; the end of a longer path is kept.</summary>
    public const int FileCapacity = 192;

    /// <summary>The function's first address.</summary>
    public ulong Start;

    /// <summary>The function's bytes.</summary>
    public uint Size;

    /// <summary>The source line, 0 when it is not known.</summary>
    public uint Line;

    /// <summary>Bytes of the name, without the final zero.</summary>
    public int NameLength;

    /// <summary>Bytes of the file's path, without the final zero; 0 when it is not known.</summary>
    public int FileLength;

    /// <summary>Flags of <see cref="SymbolTableLayout"/>.</summary>
    public byte Flags;

    /// <summary>The function's readable name, UTF-8 ending in zero; no parentheses.</summary>
    public fixed byte Name[NameCapacity];

    /// <summary>The source file's path, UTF-8 ending in zero.</summary>
    public fixed byte File[FileCapacity];

    /// <summary>Whether the function belongs to the lower half.</summary>
    public readonly bool IsLower => (Flags & SymbolTableLayout.FlagLower) != 0;

    /// <summary>Whether the function is compiled C#.</summary>
    public readonly bool IsManaged => (Flags & SymbolTableLayout.FlagManaged) != 0;

    /// <summary>The name's bytes, valid while this structure stays where it is.</summary>
    public byte* NameText
    {
        // SAFETY: lower code keeps these structures on the stack or in unmanaged memory, which do not move.
        get => (byte*)Unsafe.AsPointer(ref Name[0]);
    }

    /// <summary>The path's bytes, valid while this structure stays where it is.</summary>
    public byte* FileText
    {
        // SAFETY: as for the name.
        get => (byte*)Unsafe.AsPointer(ref File[0]);
    }
}
