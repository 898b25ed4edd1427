namespace Enso.Build.Symbols;

/// <summary>How a DWARF attribute's value is encoded (version 5, section 7.5.6).</summary>
internal enum DwarfForm : ushort
{
    /// <summary>A target address.</summary>
    Addr = 0x01,

    /// <summary>A block with a 16-bit length.</summary>
    Block2 = 0x03,

    /// <summary>A block with a 32-bit length.</summary>
    Block4 = 0x04,

    /// <summary>16 bits.</summary>
    Data2 = 0x05,

    /// <summary>32 bits.</summary>
    Data4 = 0x06,

    /// <summary>64 bits.</summary>
    Data8 = 0x07,

    /// <summary>Text in place.</summary>
    String = 0x08,

    /// <summary>A block with a LEB128 length.</summary>
    Block = 0x09,

    /// <summary>A block with an 8-bit length.</summary>
    Block1 = 0x0A,

    /// <summary>8 bits.</summary>
    Data1 = 0x0B,

    /// <summary>A flag of one byte.</summary>
    Flag = 0x0C,

    /// <summary>A signed LEB128 number.</summary>
    Sdata = 0x0D,

    /// <summary>Text in <c>.debug_str</c>.</summary>
    Strp = 0x0E,

    /// <summary>An unsigned LEB128 number.</summary>
    Udata = 0x0F,

    /// <summary>An offset into <c>.debug_info</c>.</summary>
    RefAddr = 0x10,

    /// <summary>An 8-bit offset within the unit.</summary>
    Ref1 = 0x11,

    /// <summary>A 16-bit offset within the unit.</summary>
    Ref2 = 0x12,

    /// <summary>A 32-bit offset within the unit.</summary>
    Ref4 = 0x13,

    /// <summary>A 64-bit offset within the unit.</summary>
    Ref8 = 0x14,

    /// <summary>A LEB128 offset within the unit.</summary>
    RefUdata = 0x15,

    /// <summary>The form itself stands before the value.</summary>
    Indirect = 0x16,

    /// <summary>An offset into another section.</summary>
    SecOffset = 0x17,

    /// <summary>A DWARF expression with a LEB128 length.</summary>
    Exprloc = 0x18,

    /// <summary>A flag that is set by being there.</summary>
    FlagPresent = 0x19,

    /// <summary>An index of a string.</summary>
    Strx = 0x1A,

    /// <summary>An index of an address.</summary>
    Addrx = 0x1B,

    /// <summary>A 32-bit reference into a supplementary file.</summary>
    RefSup4 = 0x1C,

    /// <summary>A string in a supplementary file.</summary>
    StrpSup = 0x1D,

    /// <summary>128 bits.</summary>
    Data16 = 0x1E,

    /// <summary>Text in <c>.debug_line_str</c>.</summary>
    LineStrp = 0x1F,

    /// <summary>A type's 64-bit signature.</summary>
    RefSig8 = 0x20,

    /// <summary>The value is in the abbreviation.</summary>
    ImplicitConst = 0x21,

    /// <summary>An index of a location list.</summary>
    Loclistx = 0x22,

    /// <summary>An index of a range list.</summary>
    Rnglistx = 0x23,

    /// <summary>A 64-bit reference into a supplementary file.</summary>
    RefSup8 = 0x24,

    /// <summary>An 8-bit index of a string.</summary>
    Strx1 = 0x25,

    /// <summary>A 16-bit index of a string.</summary>
    Strx2 = 0x26,

    /// <summary>A 24-bit index of a string.</summary>
    Strx3 = 0x27,

    /// <summary>A 32-bit index of a string.</summary>
    Strx4 = 0x28,

    /// <summary>An 8-bit index of an address.</summary>
    Addrx1 = 0x29,

    /// <summary>A 16-bit index of an address.</summary>
    Addrx2 = 0x2A,

    /// <summary>A 24-bit index of an address.</summary>
    Addrx3 = 0x2B,

    /// <summary>A 32-bit index of an address.</summary>
    Addrx4 = 0x2C,
}
