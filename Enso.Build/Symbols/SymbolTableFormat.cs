namespace Enso.Build.Symbols;

/// <summary>The format of the symbol table that an image carries to name its own functions and source lines.
/// </summary>
/// <remarks>
/// <para>All numbers are little-endian; <em>varint</em> is unsigned LEB128, <em>zigzag</em> a varint of
/// <c>(n &lt;&lt; 1) ^ (n &gt;&gt; 63)</c>. Offsets count from the first byte of the table, addresses from
/// <c>base</c>. Whoever reads it need not allocate: a binary search over the blocks, then a short
/// scan.</para>
/// <code>
/// header     u32 magic, u16 version, u16 header size, u64 base, u32 total size, u32 symbols,
///            u32 blocks, u32 offset of blocks, u32 files, u32 offset of files,
///            u32 directories, u32 offset of directories,
///            u32 lower ranges, u32 offset of them, u32 managed ranges, u32 offset of them
/// ranges     { u32 start, u32 end } sorted, disjoint: the code of the lower half; all managed code
/// blocks     { u32 address of the first symbol, u32 offset of symbols, u32 of names, u32 of rows },
///            one for each <see cref="SymbolsPerBlock"/> symbols
/// files      { u32 directory, u32 offset of text } ; file 0 stands for no source
/// directories{ u32 offset of text } ; directory 0 is empty, no slash follows it
/// text       UTF-8 ending in a zero byte
/// symbols    varint start (from the previous start; in a block's first symbol from the block's address),
///            varint size, u8 flags, varint bytes of its rows
/// names      varint bytes shared with the previous name of the block, varint bytes that follow, the bytes
/// rows       varint file, varint line of the first instruction, then for each change until the bytes end:
///            varint (address step &lt;&lt; 1 | file changes), [zigzag file step], zigzag line step
/// </code>
/// <para>The image is linked twice: the table is made from the first link and put last in the second, so that
/// no address in it moves. The reader is <c>Enso.Machine.Diagnostics.SymbolTable</c>; a test compares its
/// constants with these.</para>
/// </remarks>
internal static class SymbolTableFormat
{
    /// <summary>The first four bytes: <c>ESYM</c>.</summary>
    public const uint Magic = 0x4D59_5345;

    /// <summary>The version of this description.</summary>
    public const ushort Version = 1;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 64;

    /// <summary>Symbols in a block; the last block may have fewer.</summary>
    public const int SymbolsPerBlock = 64;

    /// <summary>Bytes of a block's entry.</summary>
    public const int BlockSize = 16;

    /// <summary>The longest name in bytes; a longer one is cut and ends in <c>~</c>.</summary>
    public const int MaximumName = 199;

    /// <summary>The function belongs to the lower half (the assembly Enso.Machine).</summary>
    public const byte FlagLower = 1;

    /// <summary>The function is compiled C#.</summary>
    public const byte FlagManaged = 2;
}
