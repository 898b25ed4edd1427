using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;

namespace Enso.Machine.Memory;

/// <summary>The demand-paged part of the address space: reserving is free, committing is a change of protection,
/// a frame appears at the first touch, and giving memory back makes it read as zeros again.</summary>
/// <remarks>The areas (<see cref="AreaTable"/>) and the page-table entries below them change only under
/// <see cref="s_lock"/>. A holder touches no demand-paged memory. A frame is freed only after every core has flushed its TLB of it.
/// </remarks>
internal static unsafe class AddressSpace
{
    /// <summary>First demand-paged address: 64 GiB.</summary>
    public const ulong Floor = 0x10_0000_0000;

    /// <summary>The end of the demand-paged addresses, below the canonical hole.</summary>
    public const ulong Ceiling = 0x7F00_0000_0000;

    /// <summary>What a range is aligned to unless asked otherwise: what the collector expects of mmap.</summary>
    public const ulong Granularity = 64 * 1024;

    private static FaultLock s_lock;

    // Guarded by s_lock, as is AreaTable.
    private static ulong s_residentPages;

    /// <summary>Pages that have a frame now.</summary>
    public static ulong ResidentPages => s_residentPages;

    /// <summary>Bytes reserved.</summary>
    public static ulong ReservedBytes => AreaTable.ReservedBytes;

    /// <summary>Areas in use.</summary>
    public static int AreaCount => AreaTable.Count;

    /// <summary>Makes the empty table of areas; false when it does not fit.</summary>
    public static bool Initialize() => AreaTable.Initialize();

    /// <summary>Reserves <paramref name="bytes"/> anywhere; returns the address, or 0 when the table is full.
    /// </summary>
    /// <param name="bytes">Length; rounded up to pages.</param>
    /// <param name="protection">What may be done with it at first.</param>
    /// <param name="alignment">A power of two, at least a page.</param>
    public static ulong Reserve(ulong bytes, Protection protection, ulong alignment)
    {
        bytes = PageTables.RoundUp(bytes);
        if (bytes == 0 || bytes > Ceiling - Floor)
        {
            return 0;
        }
        ulong flags = s_lock.Acquire();
        ulong address = AreaTable.Insert(bytes, protection, alignment);
        s_lock.Release(flags);
        return address;
    }

    /// <summary>Changes what may be done with a range, all of it reserved; false when it is not, or when the table
    /// is full.</summary>
    public static bool Protect(ulong start, ulong bytes, Protection protection)
    {
        if (!IsDemandPaged(start, bytes))
        {
            return false;
        }
        ulong end = start + PageTables.RoundUp(bytes);
        ulong flags = s_lock.Acquire();
        bool done = AreaTable.TryProtect(start, end, protection, out bool lost);
        if (lost)
        {
            Restrict(start, end, protection);
        }
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
        bool done = AreaTable.Remove(start, end);
        if (done)
        {
            FreePages(start, end);
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
        bool write = (errorCode & writeAccess) != 0;
        // Nothing here is ever executable.
        bool never = (errorCode & (reservedBit | instructionFetch)) != 0;
        if (never || address < Floor || address >= Ceiling)
        {
            return FaultResult.Forbidden;
        }
        s_lock.AcquireWithInterruptsOff();
        FaultResult result = FaultLocked(address, write);
        s_lock.ReleaseKeepingInterruptsOff();
        return result;
    }

    private static FaultResult FaultLocked(ulong address, bool write)
    {
        Area* area = AreaTable.Find(address);
        if (area == null)
        {
            return FaultResult.Forbidden;
        }
        Protection protection = area->Protection;
        if (protection == Protection.None || (write && protection == Protection.Read))
        {
            return FaultResult.Forbidden;
        }
        ulong page = address & ~(PageTables.PageSize - 1);
        ulong* entry = PageTables.Find(page);
        if (entry != null && (*entry & (ulong)PageFlags.Present) != 0)
        {
            // Another core was first, or the protection was raised: the entry says less than the area.
            if (write)
            {
                *entry |= (ulong)PageFlags.Writable;
            }
            Instructions.InvalidatePage(page);
            return FaultResult.Served;
        }
        ulong frame = Frames.AllocateZeroed();
        PageFlags flags = PageFlags.NoExecute | (protection == Protection.ReadWrite ? PageFlags.Writable : 0);
        if (frame == 0 || !PageTables.Map(page, frame, flags))
        {
            if (frame != 0)
            {
                Frames.Free(frame);
            }
            return FaultResult.OutOfMemory;
        }
        s_residentPages++;
        return FaultResult.Served;
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
            done = (entry != null && (*entry & needed) == needed) || FaultLocked(page, true) == FaultResult.Served;
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
            *entry &= ~(ulong)PageFlags.Writable;
        }
        InterProcessor.FlushTlb();
    }

    /// <summary>Bytes that one page table maps.</summary>
    private const ulong TableSpan = 2UL << 20;

    /// <summary>Frees the frames of a range. They are unlinked first and freed after every core has flushed: a
    /// core with a stale entry could otherwise write to somebody else's memory.</summary>
    private static void FreePages(ulong start, ulong end)
    {
        const int batch = 128;
        ulong* frames = stackalloc ulong[batch];
        int count = 0;
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
                frames[count++] = PageTables.FrameOf(*entry);
                *entry = 0;
                if (count == batch)
                {
                    FlushAndFree(frames, count);
                    count = 0;
                }
            }
        }
        if (count != 0)
        {
            FlushAndFree(frames, count);
        }
    }

    private static void FlushAndFree(ulong* frames, int count)
    {
        InterProcessor.FlushTlb();
        s_residentPages -= (ulong)count;
        for (int i = 0; i < count; i++)
        {
            Frames.Free(frames[i]);
        }
    }
}
