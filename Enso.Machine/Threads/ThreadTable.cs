using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Memory;

namespace Enso.Machine.Threads;

/// <summary>All threads, and the blocks and stacks of ended ones, which new ones use again.</summary>
internal static unsafe class ThreadTable
{
    /// <summary>Ended threads whose stack is kept, frames and all, for the next that wants one of that size.
    /// </summary>
    private const int MaximumKept = 32;

    private const uint TlsSegment = 7;
    private const int ControlBlockBytes = 256;

    private static SpinLock s_lock;

    // Guarded by s_lock.
    private static Thread* s_first;
    private static Thread* s_kept;
    private static int s_keptCount;
    private static int s_count;
    private static ulong s_nextId;

    private static byte* s_tlsImage;
    private static ulong s_tlsImageBytes;
    private static ulong s_tlsBytes;
    private static ulong s_tlsAlignment;

    /// <summary>Living threads.</summary>
    public static int Count => s_count;

    /// <summary>Reads the thread-local storage template from the image's program headers; false when it does not
    /// fit the page of a thread.</summary>
    public static bool Initialize()
    {
        byte* elf = ImageLayout.ElfHeader();
        byte* header = elf + *(ulong*)(elf + 32);
        int count = *(ushort*)(elf + 56);
        s_tlsAlignment = 64;
        for (int i = 0; i < count; i++, header += 56)
        {
            if (*(uint*)header == TlsSegment)
            {
                s_tlsImage = (byte*)*(ulong*)(header + 16);
                s_tlsImageBytes = *(ulong*)(header + 32);
                s_tlsBytes = *(ulong*)(header + 40);
                ulong alignment = *(ulong*)(header + 48);
                s_tlsAlignment = alignment > 64 ? alignment : 64;
            }
        }
        s_tlsBytes = (s_tlsBytes + s_tlsAlignment - 1) & ~(s_tlsAlignment - 1);
        return (ulong)sizeof(Thread) + s_tlsBytes + s_tlsAlignment + ControlBlockBytes <= PageTables.PageSize;
    }

    /// <summary>A thread that is not in the table and never ends: a core's idle thread, on a stack from the direct
    /// map. Null when memory is short.</summary>
    public static Thread* CreateIdle(int coreIndex)
    {
        const ulong stackBytes = 16 * 1024;
        Thread* thread = (Thread*)Frames.AllocateBytes(PageTables.PageSize);
        void* stack = Frames.AllocateBytes(stackBytes);
        if (thread == null || stack == null)
        {
            return null;
        }
        thread->StackStart = (ulong)stack;
        thread->StackBytes = stackBytes;
        Reset(thread);
        thread->Priority = 0;
        thread->Affinity = 1UL << coreIndex;
        SetName(thread, Pointers.Of("idle\0"u8));
        return thread;
    }

    /// <summary>A new thread, not yet runnable; null when memory is short.</summary>
    public static Thread* Create(ulong stackBytes, ulong function, ulong argument)
    {
        // What its stack will soon use: a thread that could not run is better refused.
        const ulong workingPages = 16;
        if (!AddressSpace.HasRoom(workingPages))
        {
            return null;
        }
        stackBytes = PageTables.RoundUp(stackBytes);
        Thread* thread = Reuse(stackBytes);
        thread = thread != null ? thread : Reuse(0);
        thread = thread != null ? thread : (Thread*)Frames.AllocateBytes(PageTables.PageSize);
        if (thread == null)
        {
            return null;
        }
        if (thread->StackBytes == 0)
        {
            thread->StackStart = AddressSpace.Reserve(stackBytes, Protection.ReadWrite, PageTables.PageSize,
                AreaKind.OnDemand);
            thread->StackBytes = stackBytes;
        }
        ulong top = thread->StackStart + stackBytes;
        if (thread->StackStart == 0 || !AddressSpace.Populate(top - PageTables.PageSize, top))
        {
            Discard(thread);
            return null;
        }
        Reset(thread);
        Thread.PrepareStack(thread, function, argument);
        ulong flags = s_lock.Acquire();
        thread->Id = ++s_nextId;
        thread->NextInTable = s_first;
        thread->PreviousInTable = null;
        if (s_first != null)
        {
            s_first->PreviousInTable = thread;
        }
        s_first = thread;
        s_count++;
        s_lock.Release(flags);
        return thread;
    }

    private static Thread* Reuse(ulong stackBytes)
    {
        ulong flags = s_lock.Acquire();
        Thread* previous = null;
        Thread* thread = s_kept;
        while (thread != null && thread->StackBytes != stackBytes)
        {
            previous = thread;
            thread = thread->NextInTable;
        }
        if (thread != null)
        {
            if (previous == null)
            {
                s_kept = thread->NextInTable;
            }
            else
            {
                previous->NextInTable = thread->NextInTable;
            }
            s_keptCount -= stackBytes != 0 ? 1 : 0;
        }
        s_lock.Release(flags);
        return thread;
    }

    /// <summary>Clears what a life leaves behind; keeps the stack and the wait generation.</summary>
    private static void Reset(Thread* thread)
    {
        ulong generation = thread->WaitGeneration + 1;
        ulong stack = thread->StackStart;
        ulong bytes = thread->StackBytes;
        Instructions.Fill(thread, 0, PageTables.PageSize);
        thread->WaitGeneration = generation;
        thread->StackStart = stack;
        thread->StackBytes = bytes;
        thread->SleepCore = -1;
        thread->ReadyCore = -1;
        thread->Affinity = ulong.MaxValue;
        thread->ChildAffinity = ulong.MaxValue;
        thread->Priority = RunQueue.Normal;
        ulong end = (ulong)thread + PageTables.PageSize - ControlBlockBytes;
        ulong pointer = end & ~(s_tlsAlignment - 1);
        // Variant II (Drepper, ELF Handling For Thread-Local Storage, 3.4.6): the image ends at the pointer.
        Instructions.Copy((void*)(pointer - s_tlsBytes), s_tlsImage, s_tlsImageBytes);
        *(ulong*)pointer = pointer;
        *(Thread**)(pointer + 0x10) = thread;
        *(ulong*)(pointer + 0x28) = StackCanary();
        thread->ThreadPointer = pointer;
    }

    private static ulong StackCanary()
    {
        ulong value;
        if (!Features.HasRandom || Instructions.ReadRandom(&value) == 0)
        {
            value = Instructions.ReadTimestamp() * 0x9E3779B97F4A7C15;
        }
        // A zero byte stops string functions from writing over it unnoticed.
        return value & ~0xFFUL;
    }

    /// <summary>Takes an ended thread, no longer on any core, out of the table if nobody will join it. Interrupts
    /// are off.</summary>
    public static void Retire(Thread* thread)
    {
        if (Interlocked.Or(ref thread->Ended, EndedAndSaved) is var before && (before & Detached) != 0)
        {
            Recycle(thread);
        }
        else
        {
            Futex.Wake(&thread->Ended, int.MaxValue);
        }
    }

    /// <summary>Bit of <see cref="Thread.Ended"/>: its stack is no longer in use.</summary>
    public const int EndedAndSaved = 1;

    /// <summary>Bit of <see cref="Thread.Ended"/>: nobody will join it.</summary>
    public const int Detached = 2;

    /// <summary>Marks that nobody will join a thread; frees it if it has ended.</summary>
    public static void Detach(Thread* thread)
    {
        if ((Interlocked.Or(ref thread->Ended, Detached) & EndedAndSaved) != 0)
        {
            Recycle(thread);
        }
    }

    /// <summary>Frees an ended thread, or keeps its stack for another.</summary>
    public static void Recycle(Thread* thread)
    {
        ulong flags = s_lock.Acquire();
        if (thread->PreviousInTable == null)
        {
            s_first = thread->NextInTable;
        }
        else
        {
            thread->PreviousInTable->NextInTable = thread->NextInTable;
        }
        if (thread->NextInTable != null)
        {
            thread->NextInTable->PreviousInTable = thread->PreviousInTable;
        }
        s_count--;
        bool keepStack = s_keptCount < MaximumKept;
        if (!keepStack)
        {
            AddressSpace.Release(thread->StackStart, thread->StackBytes);
            thread->StackBytes = 0;
        }
        // The block itself is always kept: other cores may still hold its address (see Thread).
        thread->NextInTable = s_kept;
        s_kept = thread;
        s_keptCount += keepStack ? 1 : 0;
        s_lock.Release(flags);
    }

    private static void Discard(Thread* thread)
    {
        if (thread->StackStart != 0)
        {
            AddressSpace.Release(thread->StackStart, thread->StackBytes);
        }
        thread->StackBytes = 0;
        ulong flags = s_lock.Acquire();
        thread->NextInTable = s_kept;
        s_kept = thread;
        s_lock.Release(flags);
    }

    /// <summary>The living thread of a number, or null.</summary>
    public static Thread* Find(ulong id)
    {
        ulong flags = s_lock.Acquire();
        Thread* thread = s_first;
        while (thread != null && thread->Id != id)
        {
            thread = thread->NextInTable;
        }
        s_lock.Release(flags);
        return thread;
    }

    /// <summary>Sets a thread's name, cut to what fits.</summary>
    public static void SetName(Thread* thread, byte* name)
    {
        int i = 0;
        for (; i < Thread.NameCapacity - 1 && name[i] != 0; i++)
        {
            thread->Name[i] = name[i];
        }
        thread->Name[i] = 0;
    }

    /// <summary>Copies up to <paramref name="capacity"/> threads' values into <paramref name="copies"/>; returns
    /// how many.</summary>
    public static int Snapshot(Thread* copies, int capacity)
    {
        int count = 0;
        ulong flags = s_lock.Acquire();
        for (Thread* t = s_first; t != null && count < capacity; t = t->NextInTable)
        {
            copies[count++] = *t;
        }
        s_lock.Release(flags);
        return count;
    }
}
