namespace Enso.Machine.Diagnostics;

/// <summary>Evaluates the DWARF expressions that call-frame instructions use (version 5, section 2.5):
/// constants, registers plus offsets, memory, arithmetic, comparison and branches.</summary>
internal static unsafe class DwarfExpression
{
    /// <summary>Values that an expression may have on its stack.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Operations before an expression is taken to loop.</summary>
    public const int MaximumSteps = 256;

    private const int Address = 0x03;
    private const int Dereference = 0x06;
    private const int Constant1 = 0x08;
    private const int ConstantSleb = 0x11;
    private const int Duplicate = 0x12;
    private const int Drop = 0x13;
    private const int Over = 0x14;
    private const int Pick = 0x15;
    private const int Swap = 0x16;
    private const int Rotate = 0x17;
    private const int Absolute = 0x19;
    private const int And = 0x1A;
    private const int Divide = 0x1B;
    private const int Minus = 0x1C;
    private const int Modulo = 0x1D;
    private const int Multiply = 0x1E;
    private const int Negate = 0x1F;
    private const int Not = 0x20;
    private const int Or = 0x21;
    private const int Plus = 0x22;
    private const int PlusConstant = 0x23;
    private const int ShiftLeft = 0x24;
    private const int ShiftRight = 0x25;
    private const int ShiftRightSigned = 0x26;
    private const int Xor = 0x27;
    private const int Branch = 0x28;
    private const int Equal = 0x29;
    private const int GreaterOrEqual = 0x2A;
    private const int Greater = 0x2B;
    private const int LessOrEqual = 0x2C;
    private const int Less = 0x2D;
    private const int NotEqual = 0x2E;
    private const int Skip = 0x2F;
    private const int Literal0 = 0x30;
    private const int Literal31 = 0x4F;
    private const int RegisterOffset0 = 0x70;
    private const int RegisterOffset31 = 0x8F;
    private const int RegisterOffset = 0x92;
    private const int DereferenceSize = 0x94;
    private const int NoOperation = 0x96;

    /// <summary>The return address as a register.</summary>
    private const ulong ReturnColumn = 16;

    /// <summary>Evaluates one expression.</summary>
    /// <param name="block">Its length as a LEB128 number, then its operations.</param>
    /// <param name="registers">The frame's registers.</param>
    /// <param name="hasFrame">Whether the frame's address is pushed first, as rules for registers
    /// want.</param>
    /// <param name="frame">The frame's address.</param>
    /// <param name="result">The value on top of the stack at the end.</param>
    /// <returns>False for an operation that is not known, a stack that runs over or empty, memory that cannot
    /// be read, or an expression that does not end.</returns>
    public static bool Evaluate(
        byte* block, UnwindRegisters* registers, bool hasFrame, ulong frame, ulong* result)
    {
        // SAFETY: the length was seen to be inside the entry when the rule was read; the stack's depth is
        // compared before every access.
        EhFrameCursor length = new(block, block + 10);
        ulong size = length.Uleb();
        byte* start = length.Next;
        EhFrameCursor cursor = new(start, start + size);
        ulong* stack = stackalloc ulong[MaximumDepth];
        int depth = 0;
        if (hasFrame)
        {
            stack[depth++] = frame;
        }
        for (int steps = 0; !cursor.AtEnd; steps++)
        {
            if (steps == MaximumSteps)
            {
                return false;
            }
            int opcode = cursor.U8();
            bool done = opcode is >= Absolute and <= NotEqual && opcode is not Branch
                ? Calculate(opcode, &cursor, stack, &depth)
                : opcode is Skip or Branch
                ? Jump(opcode, &cursor, start, stack, &depth)
                : opcode is >= Duplicate and <= Rotate
                ? Arrange(opcode, &cursor, stack, &depth)
                : Load(opcode, &cursor, registers, stack, &depth);
            if (!done || cursor.Failed)
            {
                return false;
            }
        }
        if (depth == 0)
        {
            return false;
        }
        *result = stack[depth - 1];
        return true;
    }

    private static bool Load(
        int opcode, EhFrameCursor* cursor, UnwindRegisters* registers, ulong* stack, int* depth)
    {
        if (opcode == NoOperation)
        {
            return true;
        }
        if (opcode is Dereference or DereferenceSize)
        {
            int size = opcode == Dereference ? sizeof(ulong) : cursor->U8();
            return *depth > 0 && size is > 0 and <= sizeof(ulong) && ReadMemory(&stack[*depth - 1], size);
        }
        ulong value;
        switch (opcode)
        {
            case Address:
                value = cursor->Unsigned(8);
                break;
            case >= Constant1 and <= ConstantSleb:
                value = Constant(opcode - Constant1, cursor);
                break;
            case >= Literal0 and <= Literal31:
                value = (ulong)(opcode - Literal0);
                break;
            case >= RegisterOffset0 and <= RegisterOffset31:
                if (!Register(registers, (ulong)(opcode - RegisterOffset0), &value))
                {
                    return false;
                }
                value += (ulong)cursor->Sleb();
                break;
            case RegisterOffset:
                if (!Register(registers, cursor->Uleb(), &value))
                {
                    return false;
                }
                value += (ulong)cursor->Sleb();
                break;
            default:
                return false;
        }
        return Push(stack, depth, value);
    }

    /// <summary>The constants come in the order u1 s1 u2 s2 u4 s4 u8 s8 uleb sleb.</summary>
    private static ulong Constant(int kind, EhFrameCursor* cursor)
    {
        if (kind >= 8)
        {
            return kind == 8 ? cursor->Uleb() : (ulong)cursor->Sleb();
        }
        int size = 1 << (kind / 2);
        return (kind & 1) == 0 ? cursor->Unsigned(size) : (ulong)cursor->Signed(size);
    }

    private static bool Register(UnwindRegisters* registers, ulong number, ulong* value)
    {
        if (number > ReturnColumn)
        {
            return false;
        }
        *value = number == ReturnColumn ? registers->Rip : registers->General[number];
        return true;
    }

    private static bool ReadMemory(ulong* value, int size)
    {
        if (!Unwinder.Read(*value, value))
        {
            return false;
        }
        if (size < sizeof(ulong))
        {
            *value &= (1UL << (size * 8)) - 1;
        }
        return true;
    }

    private static bool Jump(int opcode, EhFrameCursor* cursor, byte* start, ulong* stack, int* depth)
    {
        long distance = cursor->Signed(2);
        if (opcode == Branch)
        {
            if (*depth == 0)
            {
                return false;
            }
            if (stack[--*depth] == 0)
            {
                return true;
            }
        }
        cursor->Jump(start, distance);
        return true;
    }

    private static bool Arrange(int opcode, EhFrameCursor* cursor, ulong* stack, int* depth)
    {
        int needed = opcode switch { Over or Swap => 2, Rotate => 3, _ => 1 };
        if (*depth < needed)
        {
            return false;
        }
        ulong* top = stack + *depth - 1;
        switch (opcode)
        {
            case Duplicate:
                return Push(stack, depth, *top);
            case Drop:
                --*depth;
                return true;
            case Over:
                return Push(stack, depth, top[-1]);
            case Pick:
                int index = cursor->U8();
                return index < *depth && Push(stack, depth, top[-index]);
            case Swap:
                ulong lower = top[-1];
                top[-1] = *top;
                *top = lower;
                return true;
            default:
                // Rotate: the top goes beneath the two below it.
                ulong first = *top;
                *top = top[-1];
                top[-1] = top[-2];
                top[-2] = first;
                return true;
        }
    }

    private static bool Calculate(int opcode, EhFrameCursor* cursor, ulong* stack, int* depth)
    {
        bool unary = opcode is Absolute or Negate or Not or PlusConstant;
        if (*depth < (unary ? 1 : 2))
        {
            return false;
        }
        ulong* top = stack + *depth - 1;
        if (unary)
        {
            long number = (long)*top;
            *top = opcode switch
            {
                Absolute => (ulong)(number < 0 ? -number : number),
                Negate => (ulong)-number,
                Not => ~*top,
                _ => *top + cursor->Uleb(),
            };
            return true;
        }
        --*depth;
        return Binary(opcode, &top[-1], *top);
    }

    private static bool Binary(int opcode, ulong* left, ulong right)
    {
        ulong value = *left;
        long a = (long)value;
        long b = (long)right;
        // The processor faults on the first two of these, and C# masks the shift count.
        if ((opcode is Divide or Modulo && right == 0) || (opcode == Divide && b == -1 && a == long.MinValue))
        {
            return false;
        }
        int shift = right > 63 ? 63 : (int)right;
        switch (opcode)
        {
            case And: value &= right; break;
            case Divide: value = (ulong)(a / b); break;
            case Minus: value -= right; break;
            case Modulo: value %= right; break;
            case Multiply: value *= right; break;
            case Or: value |= right; break;
            case Plus: value += right; break;
            case ShiftLeft: value = right > 63 ? 0 : value << shift; break;
            case ShiftRight: value = right > 63 ? 0 : value >> shift; break;
            case ShiftRightSigned: value = (ulong)(a >> shift); break;
            case Xor: value ^= right; break;
            case Equal: value = a == b ? 1u : 0u; break;
            case GreaterOrEqual: value = a >= b ? 1u : 0u; break;
            case Greater: value = a > b ? 1u : 0u; break;
            case LessOrEqual: value = a <= b ? 1u : 0u; break;
            case Less: value = a < b ? 1u : 0u; break;
            case NotEqual: value = a != b ? 1u : 0u; break;
            default: return false;
        }
        *left = value;
        return true;
    }

    private static bool Push(ulong* stack, int* depth, ulong value)
    {
        if (*depth == MaximumDepth)
        {
            return false;
        }
        stack[(*depth)++] = value;
        return true;
    }
}
