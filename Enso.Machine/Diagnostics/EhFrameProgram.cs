namespace Enso.Machine.Diagnostics;

/// <summary>Runs call-frame instructions up to an address (DWARF version 5, section 6.4.2).</summary>
internal static unsafe class EhFrameProgram
{
    /// <summary>Rows that a function may have remembered at a time; compilers use one or two.</summary>
    public const int MaximumRemembered = 6;

    private const int AdvanceLocation = 0x40;
    private const int Offset = 0x80;
    private const int Restore = 0xC0;

    private const int SetLocation = 0x01;
    private const int AdvanceLocation1 = 0x02;
    private const int AdvanceLocation2 = 0x03;
    private const int AdvanceLocation4 = 0x04;
    private const int OffsetExtended = 0x05;
    private const int RestoreExtended = 0x06;
    private const int UndefinedRegister = 0x07;
    private const int SameValue = 0x08;
    private const int InRegister = 0x09;
    private const int RememberState = 0x0A;
    private const int RestoreState = 0x0B;
    private const int DefineFrame = 0x0C;
    private const int DefineFrameRegister = 0x0D;
    private const int DefineFrameOffset = 0x0E;
    private const int DefineFrameExpression = 0x0F;
    private const int SavedExpression = 0x10;
    private const int OffsetExtendedSigned = 0x11;
    private const int DefineFrameSigned = 0x12;
    private const int DefineFrameOffsetSigned = 0x13;
    private const int ValueOffset = 0x14;
    private const int ValueOffsetSigned = 0x15;
    private const int ValueExpression = 0x16;
    private const int AdvanceLocation8 = 0x1D;
    private const int ArgumentsSize = 0x2E;
    private const int OffsetExtendedNegative = 0x2F;

    private const int OperandMask = 0x3F;
    private const int PrimaryMask = 0xC0;

    /// <summary>Fills <paramref name="rules"/> with what holds at <paramref name="address"/>.</summary>
    /// <returns>False when the description uses something that is not known here.</returns>
    public static bool Run(EhFrameEntry* entry, ulong address, EhFrameRules* rules)
    {
        // SAFETY: all pointers are to whole structures on the caller's stack.
        EhFrameRules initial;
        EhFrameRules.Clear(rules);
        EhFrameRules.Clear(&initial);
        if (!RunPart(entry, entry->CommonProgram, entry->CommonEnd, ulong.MaxValue, rules, &initial))
        {
            return false;
        }
        EhFrameRules.Copy(rules, &initial);
        return RunPart(entry, entry->Program, entry->End, address, rules, &initial);
    }

    private static bool RunPart(
        EhFrameEntry* entry, byte* start, byte* end, ulong address, EhFrameRules* rules,
        EhFrameRules* initial)
    {
        // SAFETY: the cursor stops at the part's end; remembered rows are counted against the room for them.
        EhFrameRules* remembered = stackalloc EhFrameRules[MaximumRemembered];
        int depth = 0;
        ulong location = entry->Start;
        EhFrameCursor cursor = new(start, end);
        while (!cursor.AtEnd)
        {
            int opcode = cursor.U8();
            if (IsAdvance(opcode))
            {
                location = Advance(entry, &cursor, opcode, location);
                if (location > address)
                {
                    break;
                }
            }
            else if (opcode == RememberState)
            {
                if (depth == MaximumRemembered)
                {
                    return false;
                }
                EhFrameRules.Copy(rules, &remembered[depth++]);
            }
            else if (opcode == RestoreState)
            {
                if (depth == 0)
                {
                    return false;
                }
                EhFrameRules.Copy(&remembered[--depth], rules);
            }
            else if (!Apply(entry, &cursor, opcode, rules, initial))
            {
                return false;
            }
        }
        return !cursor.Failed;
    }

    private static bool IsAdvance(int opcode) =>
        (opcode & PrimaryMask) == AdvanceLocation
        || opcode is SetLocation or AdvanceLocation1 or AdvanceLocation2 or AdvanceLocation4
        or AdvanceLocation8;

    private static ulong Advance(EhFrameEntry* entry, EhFrameCursor* cursor, int opcode, ulong location)
    {
        switch (opcode)
        {
            case SetLocation:
                return cursor->Pointer(entry->PointerEncoding, 0);
            case AdvanceLocation1:
                return location + (cursor->Unsigned(1) * entry->CodeAlignment);
            case AdvanceLocation2:
                return location + (cursor->Unsigned(2) * entry->CodeAlignment);
            case AdvanceLocation4:
                return location + (cursor->Unsigned(4) * entry->CodeAlignment);
            case AdvanceLocation8:
                return location + (cursor->Unsigned(8) * entry->CodeAlignment);
            default:
                return location + ((ulong)(opcode & OperandMask) * entry->CodeAlignment);
        }
    }

    private static bool Apply(
        EhFrameEntry* entry, EhFrameCursor* cursor, int opcode, EhFrameRules* rules, EhFrameRules* initial)
    {
        switch (opcode & PrimaryMask)
        {
            case Offset:
                Save(entry, rules, (ulong)(opcode & OperandMask), (long)cursor->Uleb());
                return true;
            case Restore:
                Reset(rules, initial, (ulong)(opcode & OperandMask));
                return true;
        }
        switch (opcode)
        {
            case 0:
                return true;
            case ArgumentsSize:
                cursor->Uleb();
                return true;
            case DefineFrame:
                DefineFrameAs(rules, cursor->Uleb(), (long)cursor->Uleb());
                return true;
            case DefineFrameSigned:
                DefineFrameAs(rules, cursor->Uleb(), cursor->Sleb() * entry->DataAlignment);
                return true;
            case DefineFrameRegister:
                DefineFrameAs(rules, cursor->Uleb(), rules->FrameOffset);
                return true;
            case DefineFrameOffset:
                DefineFrameAs(rules, rules->FrameRegister, (long)cursor->Uleb());
                return true;
            case DefineFrameOffsetSigned:
                DefineFrameAs(rules, rules->FrameRegister, cursor->Sleb() * entry->DataAlignment);
                return true;
            case DefineFrameExpression:
                rules->FrameExpression = cursor->Next;
                cursor->Skip(cursor->Uleb());
                return true;
            default:
                return ApplyColumn(entry, cursor, opcode, rules, initial);
        }
    }

    private static bool ApplyColumn(
        EhFrameEntry* entry, EhFrameCursor* cursor, int opcode, EhFrameRules* rules, EhFrameRules* initial)
    {
        if (opcode is not ((>= OffsetExtended and <= InRegister)
            or (>= SavedExpression and <= ValueExpression) or OffsetExtendedNegative))
        {
            return false;
        }
        ulong column = cursor->Uleb();
        switch (opcode)
        {
            case OffsetExtended:
                Save(entry, rules, column, (long)cursor->Uleb());
                break;
            case OffsetExtendedSigned:
                Save(entry, rules, column, cursor->Sleb());
                break;
            case OffsetExtendedNegative:
                Save(entry, rules, column, -(long)cursor->Uleb());
                break;
            case RestoreExtended:
                Reset(rules, initial, column);
                break;
            case UndefinedRegister:
                EhFrameRules.Set(rules, column, EhFrameRules.Undefined, 0);
                break;
            case SameValue:
                EhFrameRules.Set(rules, column, EhFrameRules.Same, 0);
                break;
            case InRegister:
                EhFrameRules.Set(rules, column, EhFrameRules.Register, cursor->Uleb());
                break;
            case ValueOffset:
                ulong unsigned = (ulong)((long)cursor->Uleb() * entry->DataAlignment);
                EhFrameRules.Set(rules, column, EhFrameRules.Computed, unsigned);
                break;
            case ValueOffsetSigned:
                ulong signed = (ulong)(cursor->Sleb() * entry->DataAlignment);
                EhFrameRules.Set(rules, column, EhFrameRules.Computed, signed);
                break;
            case SavedExpression or ValueExpression:
                byte kind = EhFrameRules.Expression;
                if (opcode == SavedExpression)
                {
                    kind = EhFrameRules.SavedByExpression;
                }
                EhFrameRules.Set(rules, column, kind, (ulong)cursor->Next);
                cursor->Skip(cursor->Uleb());
                break;
            default:
                // DefineFrame and its kin lie between the two ranges and were handled before.
                return false;
        }
        return true;
    }

    private static void Save(EhFrameEntry* entry, EhFrameRules* rules, ulong column, long factor) =>
        EhFrameRules.Set(rules, column, EhFrameRules.Saved, (ulong)(factor * entry->DataAlignment));

    private static void Reset(EhFrameRules* rules, EhFrameRules* initial, ulong column)
    {
        if (column < EhFrameRules.Columns)
        {
            EhFrameRules.Set(rules, column, initial->Kind[column], initial->Value[column]);
        }
    }

    private static void DefineFrameAs(EhFrameRules* rules, ulong register, long offset)
    {
        rules->FrameRegister = register;
        rules->FrameOffset = offset;
        rules->FrameExpression = null;
    }
}
