namespace Enso.Machine.Diagnostics;

/// <summary>The registers of one frame of a stack, numbered as DWARF numbers them (System V ABI for AMD64,
/// figure 3.36): RAX, RDX, RCX, RBX, RSI, RDI, RBP, RSP, R8 to R15.</summary>
/// <remarks>Zeroed and filled from an interrupt frame, it describes the interrupted instruction itself.
/// Filled from a call, set <see cref="IsReturnAddress"/>.</remarks>
internal unsafe struct UnwindRegisters
{
    /// <summary>General registers held here.</summary>
    public const int Count = 16;

    /// <summary>DWARF's number of RAX.</summary>
    public const int Rax = 0;

    /// <summary>DWARF's number of RDX.</summary>
    public const int Rdx = 1;

    /// <summary>DWARF's number of RCX.</summary>
    public const int Rcx = 2;

    /// <summary>DWARF's number of RBX.</summary>
    public const int Rbx = 3;

    /// <summary>DWARF's number of RSI.</summary>
    public const int Rsi = 4;

    /// <summary>DWARF's number of RDI.</summary>
    public const int Rdi = 5;

    /// <summary>DWARF's number of RBP.</summary>
    public const int Rbp = 6;

    /// <summary>DWARF's number of RSP.</summary>
    public const int Rsp = 7;

    /// <summary>The general registers by DWARF number.</summary>
    public fixed ulong General[Count];

    /// <summary>The instruction pointer.</summary>
    public ulong Rip;

    /// <summary>Frames left behind so far; <see cref="Unwinder.Step"/> counts them.</summary>
    public int Depth;

    /// <summary>Whether <see cref="Rip"/> is where a call will return to, not where something
    /// stopped.</summary>
    public bool IsReturnAddress;

    /// <summary>The address to look this frame up by. The instruction before a return address is the call,
    /// and a call that never returns may be the last thing in its function.</summary>
    public readonly ulong LookupAddress => IsReturnAddress ? Rip - 1 : Rip;

    /// <summary>Copies all fields. The compiler's own copy of so large a structure is a call into the
    /// runtime.</summary>
    public static void Copy(UnwindRegisters* from, UnwindRegisters* to)
    {
        // SAFETY: the caller gives two whole structures.
        for (int i = 0; i < Count; i++)
        {
            to->General[i] = from->General[i];
        }
        to->Rip = from->Rip;
        to->Depth = from->Depth;
        to->IsReturnAddress = from->IsReturnAddress;
    }
}
