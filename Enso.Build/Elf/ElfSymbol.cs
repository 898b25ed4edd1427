namespace Enso.Build.Elf;

/// <summary>One entry of the symbol table.</summary>
internal sealed record ElfSymbol(string Name, ulong Value, ulong Size, byte Info, ushort SectionIndex)
{
    /// <summary>Type of a label that the assembler was told nothing about (STT_NOTYPE).</summary>
    public const int TypeNone = 0;

    /// <summary>Type of a function (STT_FUNC).</summary>
    public const int TypeFunction = 2;

    private const int BindingLocal = 0;

    /// <summary>What the symbol names: one of the <c>Type</c> constants, or another STT value.</summary>
    public int Type => Info & 15;

    /// <summary>Whether another object has to define the symbol.</summary>
    public bool IsUndefined => SectionIndex == 0;

    /// <summary>Whether only its own object could see the symbol.</summary>
    public bool IsLocal => Info >> 4 == BindingLocal;
}
