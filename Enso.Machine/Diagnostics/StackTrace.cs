using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;

namespace Enso.Machine.Diagnostics;

/// <summary>Prints who called whom, with C# names, files and lines where the image has them.</summary>
internal static unsafe class StackTrace
{
    /// <summary>Lets the unwinder read only what is mapped (a damaged stack must not fault again), and tells it
    /// where the runtime throws for faults.</summary>
    public static void Initialize()
    {
        Unwinder.s_read = &TryRead;
        Unwinder.s_faultThrower = FaultThrower();
    }

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_fault_thrower_address")]
    private static extern ulong FaultThrower();

    private static bool TryRead(ulong address, ulong* value)
    {
        if ((address & 7) != 0 || !PageTables.IsMapped(address))
        {
            return false;
        }
        *value = *(ulong*)address;
        return true;
    }

    /// <summary>Starts at the instruction that was interrupted.</summary>
    public static void FromFrame(UnwindRegisters* registers, InterruptFrame* frame)
    {
        *registers = default;
        registers->General[UnwindRegisters.Rax] = frame->Rax;
        registers->General[UnwindRegisters.Rdx] = frame->Rdx;
        registers->General[UnwindRegisters.Rcx] = frame->Rcx;
        registers->General[UnwindRegisters.Rbx] = frame->Rbx;
        registers->General[UnwindRegisters.Rsi] = frame->Rsi;
        registers->General[UnwindRegisters.Rdi] = frame->Rdi;
        registers->General[UnwindRegisters.Rbp] = frame->Rbp;
        registers->General[UnwindRegisters.Rsp] = frame->Rsp;
        registers->General[8] = frame->R8;
        registers->General[9] = frame->R9;
        registers->General[10] = frame->R10;
        registers->General[11] = frame->R11;
        registers->General[12] = frame->R12;
        registers->General[13] = frame->R13;
        registers->General[14] = frame->R14;
        registers->General[15] = frame->R15;
        registers->Rip = frame->Rip;
    }

    /// <summary>Starts at the caller of the function whose frame pointer this is.</summary>
    public static void FromFramePointer(UnwindRegisters* registers, ulong framePointer)
    {
        *registers = default;
        ulong caller;
        ulong returnAddress;
        if (TryRead(framePointer, &caller) && TryRead(framePointer + 8, &returnAddress))
        {
            registers->General[UnwindRegisters.Rbp] = caller;
            registers->General[UnwindRegisters.Rsp] = framePointer + 16;
            registers->Rip = returnAddress;
            registers->IsReturnAddress = true;
        }
    }

    /// <summary>Prints every frame, as the panic record does.</summary>
    public static void Write(UnwindRegisters* registers)
    {
        SymbolInfo symbol;
        ulong previous = 0;
        int repeated = 0;
        do
        {
            if (registers->Rip == 0)
            {
                break;
            }
            if (registers->Rip == previous)
            {
                repeated++;
                continue;
            }
            WriteRepeated(repeated);
            repeated = 0;
            previous = registers->Rip;
            Line line = default;
            line.AppendLiteral("  at ");
            ulong address = registers->LookupAddress;
            if (SymbolTable.TryFind(address, &symbol))
            {
                Describe(ref line, &symbol, registers->Rip);
            }
            else
            {
                line.AppendFormatted(registers->Rip, "x16");
            }
            Panic.Print(ref line);
        }
        while (Unwinder.Step(registers));
        WriteRepeated(repeated);
        if (registers->Depth >= Unwinder.MaximumFrames)
        {
            Panic.Print($"  ... deeper frames are not shown");
        }
    }

    /// <summary>Stands for frames that are the one above again: a recursion.</summary>
    private static void WriteRepeated(int count)
    {
        if (count != 0)
        {
            Panic.Print($"  ... and the same {count} more times");
        }
    }

    private static void Describe(ref Line line, SymbolInfo* symbol, ulong rip)
    {
        for (int i = 0; i < symbol->NameLength; i++)
        {
            line.Append(symbol->Name[i]);
        }
        if (symbol->FileLength != 0)
        {
            line.AppendLiteral(" in ");
            for (int i = 0; i < symbol->FileLength; i++)
            {
                line.Append(symbol->File[i]);
            }
            line.Append((byte)':');
            line.AppendFormatted(symbol->Line);
        }
        else
        {
            line.AppendLiteral(" +");
            line.AppendFormatted(rip - symbol->Start, "x");
        }
    }
}
