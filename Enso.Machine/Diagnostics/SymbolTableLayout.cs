namespace Enso.Machine.Diagnostics;

/// <summary>The constants of the symbol table's format. The tool that writes the table describes it, in
/// <c>Enso.Build.Symbols.SymbolTableFormat</c>; a test holds the two together.</summary>
internal static class SymbolTableLayout
{
    /// <summary>The first four bytes: <c>ESYM</c>.</summary>
    public const uint Magic = 0x4D59_5345;

    /// <summary>The version that <see cref="SymbolTable"/> reads.</summary>
    public const ushort Version = 1;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 64;

    /// <summary>Symbols in a block; the last block may have fewer.</summary>
    public const int SymbolsPerBlock = 64;

    /// <summary>Bytes of a block's entry.</summary>
    public const int BlockSize = 16;

    /// <summary>Bytes of a file's entry.</summary>
    public const int FileSize = 8;

    /// <summary>Bytes of a range.</summary>
    public const int RangeSize = 8;

    /// <summary>The longest name in bytes.</summary>
    public const int MaximumName = 199;

    /// <summary>The function belongs to the lower half.</summary>
    public const byte FlagLower = 1;

    /// <summary>The function is compiled C#.</summary>
    public const byte FlagManaged = 2;
}
