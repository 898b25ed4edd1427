using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;

namespace Enso.Machine.Cpu;

/// <summary>The global and interrupt descriptor tables and the task-state segment (Intel SDM volume 3, 3.4.5,
/// 6.14.1, 7.7). One interrupt table serves every core; each core has its own stacks for it.</summary>
internal static unsafe class DescriptorTables
{
    /// <summary>Selector of the kernel's code segment.</summary>
    public const ushort CodeSelector = 0x08;

    /// <summary>Selector of the kernel's data segment.</summary>
    public const ushort DataSelector = 0x10;

    private const ushort TaskSelector = 0x18;
    private const int TaskStateLimit = 103;
    private const int FirstStackOffset = 36;
    private const ulong StackBytes = 16 * 1024;

    // The interrupt stacks. A page fault may come while an interrupt is handled, so it has another stack than
    // interrupts; a fault in a handler is a bug and gets the stack of other exceptions, to be reported.
    private const int InterruptStack = 1;
    private const int PageFaultStack = 2;
    private const int NonMaskableStack = 3;
    private const int DoubleFaultStack = 4;
    private const int MachineCheckStack = 5;
    private const int ExceptionStack = 6;
    private const int StackCount = 6;

    private struct InterruptTable
    {
        public fixed ulong Gates[512];
    }

    private static InterruptTable s_interrupts;

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_vector_stubs")]
    private static extern ulong* VectorStubs();

    /// <summary>Fills the interrupt table; called once, by the first core.</summary>
    public static void Initialize()
    {
        ulong* stubs = VectorStubs();
        ulong* gates = Pointers.Of(ref s_interrupts.Gates[0]);
        for (int vector = 0; vector < 256; vector++)
        {
            ulong address = stubs[vector];
            // Present, ring 0, 64-bit interrupt gate: interrupts are off in the handler.
            gates[vector * 2] = (address & 0xFFFF) | ((ulong)CodeSelector << 16) | ((ulong)StackOf(vector) << 32)
                | (0x8EUL << 40) | (((address >> 16) & 0xFFFF) << 48);
            gates[(vector * 2) + 1] = address >> 32;
        }
    }

    private static int StackOf(int vector) => vector switch
    {
        Vectors.PageFault => PageFaultStack,
        Vectors.NonMaskable => NonMaskableStack,
        Vectors.DoubleFault => DoubleFaultStack,
        Vectors.MachineCheck => MachineCheckStack,
        < Vectors.FirstInterrupt => ExceptionStack,
        _ => InterruptStack,
    };

    /// <summary>Fills and loads a core's segment and task tables, and loads the interrupt table. A fault before this,
    /// early in boot, restarts the machine: there is nothing yet to report it.</summary>
    public static void Load(Core* core)
    {
        ulong* descriptors = core->GlobalDescriptors;
        byte* task = core->TaskState;
        descriptors[0] = 0;
        descriptors[1] = 0x00AF9A000000FFFF;
        descriptors[2] = 0x00CF92000000FFFF;
        ulong address = (ulong)task;
        descriptors[3] = TaskStateLimit | ((address & 0xFFFFFF) << 16) | (0x89UL << 40)
            | (((address >> 24) & 0xFF) << 56);
        descriptors[4] = address >> 32;
        *(ushort*)(task + 102) = TaskStateLimit + 1;

        byte* pseudo = stackalloc byte[16];
        *(ushort*)pseudo = 39;
        *(ulong*)(pseudo + 2) = (ulong)descriptors;
        Instructions.LoadGlobalDescriptors(pseudo);
        *(ushort*)pseudo = 4095;
        *(ulong*)(pseudo + 2) = (ulong)Pointers.Of(ref s_interrupts.Gates[0]);
        Instructions.LoadInterruptDescriptors(pseudo);
        Instructions.LoadTaskRegister(TaskSelector);
    }

    /// <summary>Gives a core its interrupt stacks; false when memory is short.</summary>
    public static bool AllocateStacks(Core* core)
    {
        for (int stack = 1; stack <= StackCount; stack++)
        {
            void* memory = Frames.AllocateBytes(StackBytes);
            if (memory == null)
            {
                return false;
            }
            *(ulong*)(core->TaskState + FirstStackOffset + ((stack - 1) * 8)) = (ulong)memory + StackBytes;
        }
        return true;
    }

    /// <summary>Whether <paramref name="address"/> is in one of the core's interrupt stacks.</summary>
    public static bool IsInterruptStack(Core* core, ulong address)
    {
        for (int stack = 0; stack < StackCount; stack++)
        {
            ulong top = *(ulong*)(core->TaskState + FirstStackOffset + (stack * 8));
            if (address < top && address >= top - StackBytes)
            {
                return true;
            }
        }
        return false;
    }
}
