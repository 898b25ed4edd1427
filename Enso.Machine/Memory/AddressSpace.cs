using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;

namespace Enso.Machine.Memory;

/// <summary>The demand-paged part of the address space: reserving is free, committing is a change of protection,
/// a frame appears at the first touch, and giving memory back makes it read as zeros again.</summary>
/// <remarks><para>Opening a <see cref="AreaKind.Committed"/> area to access promises a frame for each of its pages, and
/// fails when free memory, less what is promised already and a reserve, does not cover it: so running out is an
/// error that the collector turns into an OutOfMemoryException, and not a fault that cannot be served.</para>
/// <para>The areas (<see cref="AreaTable"/>) and the page-table entries below them change only under
/// <see cref="s_lock"/>. A holder touches no demand-paged memory. A frame is freed only after every core has flushed its TLB
/// of it.</para></remarks>
internal static unsafe class AddressSpace
{
    /// <summary>First demand-paged address: 64 GiB.</summary>
    public const ulong Floor = 0x10_0000_0000;

    /// <summary>The end of the demand-paged addresses, below the canonical hole.</summary>
    public const ulong Ceiling = 0x7F00_0000_0000;

    /// <summary>What a range is aligned to unless asked otherwise: what the collector expects of mmap.</summary>
    public const ulong Granularity = 64 * 1024;

    private static FaultLock s_lock;

    /// <summary>Pages looked at around a fault, the first at a multiple of their size: a run of first touches is one
    /// fault.</summary>
    private const ulong FaultAround = 64 * 1024;

    // Guarded by s_lock, as is AreaTable.
    private static ulong s_residentPages;

    // Pages of Committed areas: open to access, and of these with a frame. The difference is what is promised.
    private static ulong s_committedPages;
    private static ulong s_residentCommitted;

    /// <summary>Pages that have a frame now.</summary>
    public static ulong ResidentPages => s_residentPages;

    /// <summary>Pages that a frame is promised for, whether it is there yet or not.</summary>
    public static ulong CommittedPages => s_committedPages;

    /// <summary>Bytes reserved.</summary>
    public static ulong ReservedBytes => AreaTable.ReservedBytes;

    /// <summary>Areas in use.</summary>
    public static int AreaCount => AreaTable.Count;

    /// <summary>Makes the empty table of areas; false when it does not fit.</summary>
    public static bool Initialize() => AreaTable.Initialize();

    /// <summary>Reserves <paramref name="bytes"/> anywhere; returns the address, or 0 when the table is full or memory
    /// could not hold what is promised.</summary>
    /// <param name="bytes">Length; rounded up to pages.</param>
    /// <param name="protection">What may be done with it at first.</param>
    /// <param name="alignment">A power of two, at least a page.</param>
    /// <param name="kind">Whether frames are promised for what is open to access.</param>
    public static ulong Reserve(ulong bytes, Protection protection, ulong alignment,
        AreaKind kind = AreaKind.Committed)
    {
        bytes = PageTables.RoundUp(bytes);
        if (bytes == 0 || bytes > Ceiling - Floor)
        {
            return 0;
        }
        ulong growth = kind == AreaKind.Committed && protection != Protection.None ? bytes / PageTables.PageSize : 0;
        ulong flags = s_lock.Acquire();
        ulong address = CanCommit(growth) ? AreaTable.Insert(bytes, protection, alignment, kind) : 0;
        s_committedPages += address != 0 ? growth : 0;
        s_lock.Release(flags);
        return address;
    }

    /// <summary>Whether free memory covers what was promised, <paramref name="pages"/> more, and a reserve for what
    /// promises nothing: stacks, page tables, the kernel's own blocks.</summary>
    private static bool CanCommit(ulong pages)
    {
        const ulong leastReserve = 512;
        ulong reserve = Frames.UsableBytes / PageTables.PageSize / 128;
        reserve = reserve < leastReserve ? leastReserve : reserve;
        ulong promised = s_committedPages - s_residentCommitted;
        return pages == 0 || promised + pages + reserve <= Frames.FreeBytes / PageTables.PageSize;
    }

    /// <summary>Whether there is memory for <paramref name="pages"/> more, beyond what is promised. Nothing is promised
    /// for them.</summary>
    public static bool HasRoom(ulong pages)
    {
        ulong flags = s_lock.Acquire();
        bool room = CanCommit(pages);
        s_lock.Release(flags);
        return room;
    }

    /// <summary>Changes what may be done with a range, all of it reserved; false when it is not, when the table is full,
    /// or when memory could not hold what would be promised.</summary>
    public static bool Protect(ulong start, ulong bytes, Protection protection)
    {
        if (!IsDemandPaged(start, bytes))
        {
            return false;
        }
        ulong end = start + PageTables.RoundUp(bytes);
        ulong flags = s_lock.Acquire();
        ulong before = AreaTable.CommittedPages(start, end, onlyOpen: true);
        ulong after = protection == Protection.None ? 0 : AreaTable.CommittedPages(start, end, onlyOpen: false);
        bool lost = false;
        bool done = (after <= before || CanCommit(after - before))
            && AreaTable.TryProtect(start, end, protection, out lost);
        if (lost)
        {
            Restrict(start, end, protection);
        }
        s_committedPages += done ? after - before : 0;
        s_lock.Release(flags);
        return done;
    }

    /// <summary>Gives the frames of a range back; it stays reserved as it is and reads as zeros. False when the
    /// range is not page-aligned or not of the demand-paged addresses.</summary>
    public static bool Discard(ulong start, ulong bytes)
    {
        if (!IsDemandPaged(start, bytes))
        {
            return false;
        }
        ulong flags = s_lock.Acquire();
        FreePages(start, start + PageTables.RoundUp(bytes));
        s_lock.Release(flags);
        return true;
    }

    private static bool IsDemandPaged(ulong start, ulong bytes)
        => (start & (PageTables.PageSize - 1)) == 0 && start >= Floor && start < Ceiling && bytes <= Ceiling - start;

    /// <summary>Gives a range back altogether; parts that are not reserved are passed over, as munmap does. False
    /// when the range is not of the demand-paged addresses, or the table has no room to split an area.</summary>
    public static bool Release(ulong start, ulong bytes)
    {
        if (!IsDemandPaged(start, bytes))
        {
            return false;
        }
        ulong end = start + PageTables.RoundUp(bytes);
        ulong flags = s_lock.Acquire();
        ulong committed = AreaTable.CommittedPages(start, end, onlyOpen: true);
        bool done = AreaTable.Remove(start, end);
        if (done)
        {
            FreePages(start, end);
            s_committedPages -= committed;
        }
        s_lock.Release(flags);
        return done;
    }

    /// <summary>The result of a page fault.</summary>
    public enum FaultResult
    {
        /// <summary>The page is there now: try again.</summary>
        Served,

        /// <summary>The address is not reserved, or may not be used so.</summary>
        Forbidden,

        /// <summary>No frame is left.</summary>
        OutOfMemory,
    }

    /// <summary>Serves a page fault; called with interrupts off.</summary>
    /// <param name="address">Where.</param>
    /// <param name="errorCode">What the processor said of it (SDM volume 3, 4.7).</param>
    public static FaultResult Fault(ulong address, ulong errorCode)
    {
        const ulong writeAccess = 1 << 1;
        const ulong reservedBit = 1 << 3;
        const ulong instructionFetch = 1 << 4;
        if ((errorCode & reservedBit) != 0 || address < Floor || address >= Ceiling)
        {
            return FaultResult.Forbidden;
        }
        Protection needed = (errorCode & writeAccess) != 0 ? Protection.ReadWrite
            : (errorCode & instructionFetch) != 0 ? Protection.ReadExecute
            : Protection.Read;
        s_lock.AcquireWithInterruptsOff();
        FaultResult result = FaultLocked(address, needed);
        s_lock.ReleaseKeepingInterruptsOff();
        return result;
    }

    private static FaultResult FaultLocked(ulong address, Protection needed)
    {
        Area* area = AreaTable.Find(address);
        if (area == null)
        {
            return FaultResult.Forbidden;
        }
        Protection protection = area->Protection;
        if (protection == Protection.None || (needed != Protection.Read && needed != protection))
        {
            return FaultResult.Forbidden;
        }
        ulong page = address & ~(PageTables.PageSize - 1);
        ulong* entry = PageTables.Find(page);
        if (entry != null && (*entry & (ulong)PageFlags.Present) != 0)
        {
            // Another core was first, or the protection was raised: the entry says less than the area.
            if (needed == Protection.ReadWrite)
            {
                *entry |= (ulong)PageFlags.Writable;
            }
            if (needed == Protection.ReadExecute)
            {
                *entry &= ~(ulong)PageFlags.NoExecute;
            }
            Instructions.InvalidatePage(page);
            return FaultResult.Served;
        }
        PageFlags flags = protection switch
        {
            Protection.ReadWrite => PageFlags.Writable | PageFlags.NoExecute,
            Protection.ReadExecute => PageFlags.None,
            _ => PageFlags.NoExecute,
        };
        if (area->Kind == AreaKind.OnDemand)
        {
            return MapFresh(page, flags | PageFlags.OnDemand) ? FaultResult.Served : FaultResult.OutOfMemory;
        }
        if (!MapFresh(page, flags))
        {
            return FaultResult.OutOfMemory;
        }
        MapAround(area, page, flags);
        return FaultResult.Served;
    }

    private static bool MapFresh(ulong page, PageFlags flags)
    {
        ulong frame = Frames.AllocateZeroed();
        if (frame == 0)
        {
            return false;
        }
        if (!PageTables.Map(page, frame, flags))
        {
            Frames.Free(frame);
            return false;
        }
        s_residentPages++;
        s_residentCommitted += (flags & PageFlags.OnDemand) == 0 ? 1UL : 0;
        return true;
    }

    /// <summary>Maps the absent pages beside one that was just touched; where memory runs out it stops, and those that
    /// are left have their own faults.</summary>
    private static void MapAround(Area* area, ulong page, PageFlags flags)
    {
        ulong first = page & ~(FaultAround - 1);
        ulong end = first + FaultAround;
        first = area->Start > first ? area->Start : first;
        end = area->End < end ? area->End : end;
        // They share a page table: its first entry for them.
        ulong* entries = PageTables.Find(first);
        for (ulong at = first; at < end; at += PageTables.PageSize, entries++)
        {
            if ((*entries & (ulong)PageFlags.Present) == 0 && !MapFresh(at, flags))
            {
                return;
            }
        }
    }

    /// <summary>Makes every page of a range present and writable, so that code that must not fault can write to
    /// it; false when it is not all reserved for writing, or memory is used up.</summary>
    public static bool Populate(ulong start, ulong end)
    {
        ulong flags = s_lock.Acquire();
        bool done = true;
        for (ulong page = start & ~(PageTables.PageSize - 1); page < end && done; page += PageTables.PageSize)
        {
            ulong* entry = PageTables.Find(page);
            const ulong needed = (ulong)(PageFlags.Present | PageFlags.Writable);
            done = (entry != null && (*entry & needed) == needed) || FaultLocked(page, Protection.ReadWrite) == FaultResult.Served;
        }
        s_lock.Release(flags);
        return done;
    }

    private static void Restrict(ulong start, ulong end, Protection protection)
    {
        if (protection == Protection.None)
        {
            // POSIX would keep the contents for a later mprotect; nobody here counts on it (the collector
            // decommits, the runtime makes guard pages), and LIMITS.md says so. The frames are worth more.
            FreePages(start, end);
            return;
        }
        for (ulong page = start; page < end; page += PageTables.PageSize)
        {
            ulong* entry = PageTables.Find(page);
            if (entry == null)
            {
                page |= TableSpan - PageTables.PageSize;
                continue;
            }
            // Where instructions may be fetched, the first fetch faults and the page is opened for it.
            *entry = (*entry & ~(ulong)PageFlags.Writable) | (ulong)PageFlags.NoExecute;
        }
        InterProcessor.FlushTlb();
    }

    /// <summary>Bytes that one page table maps.</summary>
    private const ulong TableSpan = 2UL << 20;

    /// <summary>Frees the frames of a range. They are unlinked first and freed after every core has flushed: a
    /// core with a stale entry could otherwise write to somebody else's memory.</summary>
    private static void FreePages(ulong start, ulong end)
    {
        FrameChain chain = default;
        for (ulong page = start; page < end; page += PageTables.PageSize)
        {
            ulong* entry = PageTables.Find(page);
            if (entry == null)
            {
                page |= TableSpan - PageTables.PageSize;
                continue;
            }
            if ((*entry & (ulong)PageFlags.Present) != 0)
            {
                Frames.Append(ref chain, PageTables.FrameOf(*entry));
                s_residentPages--;
                s_residentCommitted -= (*entry & (ulong)PageFlags.OnDemand) == 0 ? 1UL : 0;
                *entry = 0;
            }
        }
        if (chain.Count != 0)
        {
            InterProcessor.FlushTlb();
            Frames.Free(ref chain);
        }
    }
}
