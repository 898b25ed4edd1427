using System.Runtime;
using Enso.Machine.Cpu;
using Enso.Machine.Memory;

namespace Enso.Machine.Runtime;

/// <summary>Memory, as the runtime's archives call it (POSIX.1-2017; Linux mmap(2), madvise(2)).</summary>
internal static unsafe class MemorySymbols
{
    private const int ProtectionWrite = 2;
    private const int ProtectionExecute = 4;
    private const int MapFixed = 0x10;
    private const int MapAnonymous = 0x20;
    private const int AdviseDontNeed = 4;
    private const ulong MapFailed = ulong.MaxValue;

    /// <summary>No page is both writable and executable. Who asks for both, as the runtime does while it writes its
    /// thunks, can write; it is executable when the right to write is given up.</summary>
    private static Protection ToProtection(int protection)
        => protection == 0 ? Protection.None
            : (protection & ProtectionWrite) != 0 ? Protection.ReadWrite
            : (protection & ProtectionExecute) != 0 ? Protection.ReadExecute
            : Protection.Read;

    /// <summary>Anonymous memory only; a hint is ignored; MAP_FIXED over a reserved range gives it back its zeros
    /// and sets its protection, which is how the collector decommits.</summary>
    [RuntimeExport("mmap64")]
    [Partial("anonymous memory only: ENODEV for a file; a hint is not followed; PROT_EXEC with PROT_WRITE "
        + "is PROT_WRITE alone")]
    private static ulong Map(ulong address, ulong bytes, int protection, int flags, int file, long offset)
    {
        if (bytes == 0 || (flags & MapAnonymous) == 0)
        {
            _ = bytes == 0 ? Errno.Fail(Errno.EINVAL) : Errno.FailOn(file, Errno.ENODEV);
            return MapFailed;
        }
        if ((flags & MapFixed) == 0)
        {
            ulong reserved = AddressSpace.Reserve(bytes, ToProtection(protection), AddressSpace.Granularity);
            if (reserved == 0)
            {
                Errno.Fail(Errno.ENOMEM);
                return MapFailed;
            }
            return reserved;
        }
        if (!AddressSpace.Protect(address, bytes, ToProtection(protection)) || !AddressSpace.Discard(address, bytes))
        {
            Errno.Fail(Errno.ENOMEM);
            return MapFailed;
        }
        return address;
    }

    [RuntimeExport("mmap")]
    [Partial("anonymous memory only: ENODEV for a file; a hint is not followed; PROT_EXEC with PROT_WRITE "
        + "is PROT_WRITE alone")]
    private static ulong MapAlias(ulong address, ulong bytes, int protection, int flags, int file, long offset)
        => Map(address, bytes, protection, flags, file, offset);

    [RuntimeExport("munmap")]
    private static int Unmap(ulong address, ulong bytes)
        => AddressSpace.Release(address, bytes) ? 0 : Errno.Fail(Errno.ENOMEM);

    [RuntimeExport("mprotect")]
    [Partial("PROT_NONE gives up what the pages hold; PROT_EXEC with PROT_WRITE is PROT_WRITE alone")]
    private static int Protect(ulong address, ulong bytes, int protection)
    {
        bool done = address < AddressSpace.Floor
            ? PageTables.ProtectImage(address, bytes, (protection & ProtectionWrite) != 0)
            : AddressSpace.Protect(address & ~(PageTables.PageSize - 1), bytes, ToProtection(protection));
        return done ? 0 : Errno.Fail(Errno.ENOMEM);
    }

    /// <summary>MADV_DONTNEED gives the frames back; other advice is noted and ignored, as POSIX allows.</summary>
    [RuntimeExport("madvise")]
    [Partial("only MADV_DONTNEED does anything; advice that is not known is not EINVAL")]
    private static int Advise(ulong address, ulong bytes, int advice)
    {
        return advice != AdviseDontNeed || AddressSpace.Discard(address, bytes) ? 0 : Errno.Fail(Errno.EINVAL);
    }

    /// <summary>Nothing is ever paged out.</summary>
    [RuntimeExport("mlock")]
    private static int Lock(ulong address, ulong bytes)
        => AddressSpace.Populate(address, address + bytes) ? 0 : Errno.Fail(Errno.ENOMEM);

    [RuntimeExport("munlock")]
    private static int Unlock(ulong address, ulong bytes) => 0;

    [RuntimeExport("msync")]
    [Partial("there is no file to write to, and the arguments are not looked at")]
    private static int Synchronise(ulong address, ulong bytes, int flags) => 0;

    [RuntimeExport("malloc")]
    private static void* Allocate(ulong bytes)
    {
        void* block = Heap.Allocate(bytes);
        if (block == null)
        {
            Errno.Fail(Errno.ENOMEM);
        }
        return block;
    }

    [RuntimeExport("calloc")]
    private static void* AllocateZeroed(ulong count, ulong size)
    {
        if (size != 0 && count > ulong.MaxValue / size)
        {
            Errno.Fail(Errno.ENOMEM);
            return null;
        }
        void* block = Allocate(count * size);
        if (block != null)
        {
            Instructions.Fill(block, 0, count * size);
        }
        return block;
    }

    [RuntimeExport("realloc")]
    private static void* Resize(void* block, ulong bytes)
    {
        if (block == null)
        {
            return Allocate(bytes);
        }
        ulong old = Heap.SizeOf(block);
        if (bytes <= old && bytes > old / 2)
        {
            return block;
        }
        void* moved = Allocate(bytes);
        if (moved != null)
        {
            Instructions.Copy(moved, block, old < bytes ? old : bytes);
            Heap.Free(block);
        }
        return moved;
    }

    [RuntimeExport("free")]
    private static void Free(void* block) => Heap.Free(block);

    [RuntimeExport("posix_memalign")]
    [Partial("alignments up to 32 KiB: ENOMEM beyond")]
    private static int AllocateAligned(void** result, ulong alignment, ulong bytes)
    {
        if (alignment < 8 || (alignment & (alignment - 1)) != 0)
        {
            return Errno.EINVAL;
        }
        *result = Heap.AllocateAligned(bytes, alignment);
        return *result == null ? Errno.ENOMEM : 0;
    }

    [RuntimeExport("aligned_alloc")]
    [Partial("alignments up to 32 KiB: null beyond; errno is not set")]
    private static void* AlignedAllocate(ulong alignment, ulong bytes) => Heap.AllocateAligned(bytes, alignment);

    [RuntimeExport("malloc_usable_size")]
    private static ulong UsableSize(void* block) => block == null ? 0 : Heap.SizeOf(block);
}
