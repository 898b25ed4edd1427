namespace Enso.Machine.Diagnostics;

/// <summary>Walks a stack from callee to caller, through compiled C#, the runtime's C++ and assembly, by the
/// same call-frame descriptions that exceptions use.</summary>
/// <remarks>
/// <para>Code without a description is taken to keep RBP as a frame pointer. The image's own tables are
/// trusted; the stack is not: every word of it is read through <see cref="s_read"/>, so a corrupt stack ends
/// the walk and does not fault again. Each step must leave the stack pointer higher than it was (except out
/// of an interrupt, which may have switched stacks), and there are at most <see cref="MaximumFrames"/> of
/// them.</para>
/// </remarks>
internal static unsafe class Unwinder
{
    /// <summary>Steps after which a walk ends, however much stack is left.</summary>
    public const int MaximumFrames = 64;

    private const int ReturnColumn = 16;

    // Below this nothing is ever mapped: an instruction pointer here came from a call through a null pointer.
    private const ulong NullPage = 4096;

    // From the frame of the routine that throws for a fault, as its description has it, down to the context
    // that it saves: the address and stack pointer of the fault, then the registers that are kept across calls.
    private const ulong FaultContext = 88;

    /// <summary>Where the runtime's routine that makes an exception of a fault waits for its callee; 0 where
    /// there is no runtime. Nobody called that routine: the fault was made to return to it.</summary>
    internal static ulong s_faultThrower;

    /// <summary>Reads a word of the stack if that is possible without a fault. Null (as it is until someone
    /// sets it) reads directly.</summary>
    internal static delegate*<ulong, ulong*, bool> s_read;

    /// <summary>Takes the image's <c>.eh_frame_hdr</c>; false when it cannot be used, which leaves only the
    /// chain of frame pointers.</summary>
    public static bool Initialize(byte* ehFrameHdr) => EhFrameTable.Initialize(ehFrameHdr);

    /// <summary>Replaces the registers of a frame by those of its caller.</summary>
    /// <returns>False at the end of the stack, or where it cannot be followed; the registers are then as they
    /// were.</returns>
    public static bool Step(UnwindRegisters* registers)
    {
        // SAFETY: the caller gives a whole structure; everything else here is on this stack.
        if (registers->Depth >= MaximumFrames)
        {
            return false;
        }
        UnwindRegisters caller;
        UnwindRegisters.Copy(registers, &caller);
        EhFrameEntry entry;
        bool interrupted = false;
        if (EhFrameTable.TryFind(registers->LookupAddress, &entry))
        {
            EhFrameRules rules;
            if (!EhFrameProgram.Run(&entry, registers->LookupAddress, &rules)
                || !Apply(&entry, &rules, registers, &caller))
            {
                return false;
            }
            interrupted = entry.IsSignalFrame;
            if (registers->Rip == s_faultThrower)
            {
                // Its description leaves out that it aligns the stack, and that no return address lies there.
                ulong context = caller.General[UnwindRegisters.Rsp] - FaultContext;
                if (!Read(context, &caller.Rip)
                    || !Read(context + sizeof(ulong), &caller.General[UnwindRegisters.Rsp]))
                {
                    return false;
                }
                interrupted = true;
            }
        }
        else if (!(registers->Rip < NullPage && !registers->IsReturnAddress
            ? PopReturnAddress(registers, &caller)
            : FollowFramePointer(registers, &caller)))
        {
            return false;
        }
        if (caller.Rip == 0
            || (!interrupted
                && caller.General[UnwindRegisters.Rsp] <= registers->General[UnwindRegisters.Rsp]))
        {
            return false;
        }
        caller.IsReturnAddress = !interrupted;
        caller.Depth = registers->Depth + 1;
        UnwindRegisters.Copy(&caller, registers);
        return true;
    }

    /// <summary>Reads a word of the stack.</summary>
    internal static bool Read(ulong address, ulong* value)
    {
        delegate*<ulong, ulong*, bool> read = s_read;
        if (read != null)
        {
            return read(address, value);
        }
        // SAFETY: nobody set a guard: this is a test, or so early that there is nothing to guard with.
        *value = *(ulong*)address;
        return true;
    }

    private static bool Apply(
        EhFrameEntry* entry, EhFrameRules* rules, UnwindRegisters* registers, UnwindRegisters* caller)
    {
        ulong frame;
        if (rules->FrameExpression != null)
        {
            if (!DwarfExpression.Evaluate(rules->FrameExpression, registers, false, 0, &frame))
            {
                return false;
            }
        }
        else if (rules->FrameRegister < UnwindRegisters.Count)
        {
            frame = registers->General[rules->FrameRegister] + (ulong)rules->FrameOffset;
        }
        else
        {
            return false;
        }
        if (entry->ReturnColumn != ReturnColumn
            || rules->Kind[ReturnColumn] is EhFrameRules.Undefined or EhFrameRules.Same)
        {
            return false;
        }
        // The frame's address is by definition the caller's stack pointer, unless a rule says otherwise.
        caller->General[UnwindRegisters.Rsp] = frame;
        for (int i = 0; i < EhFrameRules.Columns; i++)
        {
            ulong value;
            if (rules->Kind[i] is EhFrameRules.Same or EhFrameRules.Undefined)
            {
                continue;
            }
            if (!Recover(rules->Kind[i], rules->Value[i], frame, registers, &value))
            {
                return false;
            }
            if (i == ReturnColumn)
            {
                caller->Rip = value;
            }
            else
            {
                caller->General[i] = value;
            }
        }
        return true;
    }

    private static bool Recover(byte kind, ulong rule, ulong frame, UnwindRegisters* registers, ulong* value)
    {
        switch (kind)
        {
            case EhFrameRules.Saved:
                return Read(frame + rule, value);
            case EhFrameRules.Computed:
                *value = frame + rule;
                return true;
            case EhFrameRules.Register:
                if (rule > ReturnColumn)
                {
                    return false;
                }
                *value = rule == ReturnColumn ? registers->Rip : registers->General[rule];
                return true;
            case EhFrameRules.SavedByExpression:
                ulong address;
                return DwarfExpression.Evaluate((byte*)rule, registers, true, frame, &address)
                    && Read(address, value);
            case EhFrameRules.Expression:
                return DwarfExpression.Evaluate((byte*)rule, registers, true, frame, value);
            default:
                return false;
        }
    }

    private static bool PopReturnAddress(UnwindRegisters* registers, UnwindRegisters* caller)
    {
        ulong stack = registers->General[UnwindRegisters.Rsp];
        ulong address;
        if (!Read(stack, &address))
        {
            return false;
        }
        caller->Rip = address;
        caller->General[UnwindRegisters.Rsp] = stack + sizeof(ulong);
        return true;
    }

    private static bool FollowFramePointer(UnwindRegisters* registers, UnwindRegisters* caller)
    {
        ulong frame = registers->General[UnwindRegisters.Rbp];
        ulong outer;
        ulong address;
        if (frame < registers->General[UnwindRegisters.Rsp]
            || frame % sizeof(ulong) != 0
            || !Read(frame, &outer)
            || !Read(frame + sizeof(ulong), &address))
        {
            return false;
        }
        caller->Rip = address;
        caller->General[UnwindRegisters.Rbp] = outer;
        caller->General[UnwindRegisters.Rsp] = frame + (2 * sizeof(ulong));
        return true;
    }
}
