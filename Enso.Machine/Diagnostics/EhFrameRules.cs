namespace Enso.Machine.Diagnostics;

/// <summary>How to get a caller's registers at one address: a row of the table that call-frame instructions
/// describe (DWARF version 5, section 6.4.1).</summary>
internal unsafe struct EhFrameRules
{
    /// <summary>Columns kept: the general registers and the return address.</summary>
    public const int Columns = 17;

    /// <summary>The register keeps its value.</summary>
    public const byte Same = 0;

    /// <summary>The register is lost; for the return address: there is no caller.</summary>
    public const byte Undefined = 1;

    /// <summary>Saved at the frame's address plus the value.</summary>
    public const byte Saved = 2;

    /// <summary>Is the frame's address plus the value.</summary>
    public const byte Computed = 3;

    /// <summary>Is in the register that the value names.</summary>
    public const byte Register = 4;

    /// <summary>Saved where the expression at the value says.</summary>
    public const byte SavedByExpression = 5;

    /// <summary>Is what the expression at the value says.</summary>
    public const byte Expression = 6;

    /// <summary>The register that the frame's address counts from.</summary>
    public ulong FrameRegister;

    /// <summary>What is added to it.</summary>
    public long FrameOffset;

    /// <summary>Instead of both: an expression, which starts with its length. Null without one.</summary>
    public byte* FrameExpression;

    /// <summary>The kind of rule of each column.</summary>
    public fixed byte Kind[Columns];

    /// <summary>The value that the kind speaks of.</summary>
    public fixed ulong Value[Columns];

    /// <summary>Makes every column the same and forgets the frame's address.</summary>
    public static void Clear(EhFrameRules* rules)
    {
        // SAFETY: the caller gives a whole structure.
        rules->FrameRegister = 0;
        rules->FrameOffset = 0;
        rules->FrameExpression = null;
        for (int i = 0; i < Columns; i++)
        {
            rules->Kind[i] = Same;
            rules->Value[i] = 0;
        }
    }

    /// <summary>Copies all rules. The compiler's own copy of so large a structure is a call into the runtime.
    /// </summary>
    public static void Copy(EhFrameRules* from, EhFrameRules* to)
    {
        // SAFETY: the caller gives two whole structures.
        to->FrameRegister = from->FrameRegister;
        to->FrameOffset = from->FrameOffset;
        to->FrameExpression = from->FrameExpression;
        for (int i = 0; i < Columns; i++)
        {
            to->Kind[i] = from->Kind[i];
            to->Value[i] = from->Value[i];
        }
    }

    /// <summary>Sets one column; registers that are not kept (vectors, flags) are ignored.</summary>
    public static void Set(EhFrameRules* rules, ulong column, byte kind, ulong value)
    {
        if (column < Columns)
        {
            // SAFETY: the column was just compared.
            rules->Kind[column] = kind;
            rules->Value[column] = value;
        }
    }
}
