using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;

namespace Enso.Machine.Memory;

/// <summary>What may be done with an area.</summary>
internal enum Protection : uint
{
    /// <summary>Reserved: any access is a fault.</summary>
    None,

    /// <summary>Read only.</summary>
    Read,

    /// <summary>Read and write.</summary>
    ReadWrite,
}

/// <summary>A range of the demand-paged addresses. Page-aligned; areas never overlap, and two neighbours that
/// agree in everything are one.</summary>
internal struct Area
{
    /// <summary>First address.</summary>
    public ulong Start;

    /// <summary>The address after the last.</summary>
    public ulong End;

    /// <summary>What may be done with it.</summary>
    public Protection Protection;

    /// <summary>Which reservation it belongs to: areas of different ones are never joined, so that releasing
    /// one thread's stack cannot touch its neighbour.</summary>
    public uint Owner;
}

/// <summary>The demand-paged part of the address space: reserving is free, committing is a change of protection,
/// a frame appears at the first touch, and giving memory back makes it read as zeros again.</summary>
/// <remarks>The sorted array of areas and the page-table entries below it change only under <see cref="s_lock"/>.
/// A holder touches no demand-paged memory. A frame is freed only after every core has flushed its TLB of it.
/// </remarks>
internal static unsafe class AddressSpace
{
    /// <summary>First demand-paged address: 64 GiB.</summary>
    public const ulong Floor = 0x10_0000_0000;

    /// <summary>The end of the demand-paged addresses, below the canonical hole.</summary>
    public const ulong Ceiling = 0x7F00_0000_0000;

    /// <summary>What a range is aligned to unless asked otherwise: what the collector expects of mmap.</summary>
    public const ulong Granularity = 64 * 1024;

    private const int MinimumAreas = 4096;
    private const int MaximumAreas = 65536;

    private static FaultLock s_lock;

    // Guarded by s_lock.
    private static Area* s_areas;
    private static int s_count;
    private static int s_capacity;
    private static uint s_nextOwner;
    private static ulong s_hint;
    private static ulong s_residentPages;
    private static ulong s_reservedBytes;

    /// <summary>Pages that have a frame now.</summary>
    public static ulong ResidentPages => s_residentPages;

    /// <summary>Bytes reserved.</summary>
    public static ulong ReservedBytes => s_reservedBytes;

    /// <summary>Areas in use.</summary>
    public static int AreaCount => s_count;

    /// <summary>Makes the empty table, sized by how much memory there is; false when it does not fit.</summary>
    public static bool Initialize()
    {
        ulong byMemory = Frames.UsableBytes / (16 * 1024) / 4;
        s_capacity = byMemory < MinimumAreas ? MinimumAreas : byMemory > MaximumAreas ? MaximumAreas : (int)byMemory;
        s_areas = (Area*)Frames.AllocateBytes((ulong)s_capacity * (ulong)sizeof(Area));
        s_hint = Floor;
        return s_areas != null;
    }

    /// <summary>Reserves <paramref name="bytes"/> anywhere; returns the address, or 0 when the table is full.
    /// </summary>
    /// <param name="bytes">Length; rounded up to pages.</param>
    /// <param name="protection">What may be done with it at first.</param>
    /// <param name="alignment">A power of two, at least a page.</param>
    public static ulong Reserve(ulong bytes, Protection protection, ulong alignment)
    {
        bytes = RoundUp(bytes);
        if (bytes == 0 || bytes > Ceiling - Floor)
        {
            return 0;
        }
        ulong flags = s_lock.Acquire();
        ulong address = FindGap(bytes, alignment);
        if (address != 0 && s_count < s_capacity)
        {
            int index = IndexAt(address);
            Open(index, 1);
            s_areas[index] = new Area
            {
                Start = address,
                End = address + bytes,
                Protection = protection,
                Owner = ++s_nextOwner,
            };
            s_reservedBytes += bytes;
            // Leave a page unmapped between reservations, so that running off one is a fault.
            s_hint = address + bytes + PageTables.PageSize;
        }
        else
        {
            address = 0;
        }
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
        ulong end = start + RoundUp(bytes);
        ulong flags = s_lock.Acquire();
        bool done = IsReserved(start, end) && Split(start) && Split(end);
        if (done)
        {
            bool lost = false;
            for (int i = IndexAt(start); i < s_count && s_areas[i].Start < end; i++)
            {
                lost |= s_areas[i].Protection > protection;
                s_areas[i].Protection = protection;
            }
            if (lost)
            {
                Restrict(start, end, protection);
            }
            Join(start, end);
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
        FreePages(start, start + RoundUp(bytes));
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
        ulong end = start + RoundUp(bytes);
        ulong flags = s_lock.Acquire();
        bool done = Split(start) && Split(end);
        if (done)
        {
            FreePages(start, end);
            int first = IndexAt(start);
            int last = first;
            for (; last < s_count && s_areas[last].Start < end; last++)
            {
                s_reservedBytes -= s_areas[last].End - s_areas[last].Start;
            }
            Close(first, last - first);
            s_hint = start < s_hint ? start : s_hint;
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
        int index = IndexAt(address);
        if (index == s_count || s_areas[index].Start > address)
        {
            return FaultResult.Forbidden;
        }
        Protection protection = s_areas[index].Protection;
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

    /// <summary>Copies the area that holds <paramref name="address"/>; false when there is none.</summary>
    public static bool TryFind(ulong address, Area* area)
    {
        ulong flags = s_lock.Acquire();
        int index = IndexAt(address);
        bool found = index < s_count && s_areas[index].Start <= address;
        if (found)
        {
            *area = s_areas[index];
        }
        s_lock.Release(flags);
        return found;
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

    private static ulong FindGap(ulong bytes, ulong alignment)
    {
        // First from the hint upwards, which is nearly always free, then from the bottom.
        ulong found = FindGapFrom(s_hint, bytes, alignment);
        return found != 0 ? found : FindGapFrom(Floor, bytes, alignment);
    }

    private static ulong FindGapFrom(ulong from, ulong bytes, ulong alignment)
    {
        ulong candidate = (from + alignment - 1) & ~(alignment - 1);
        // From an area that ends just there: a page between the two stays unmapped.
        for (int i = IndexAt(candidate - PageTables.PageSize); i < s_count; i++)
        {
            if (s_areas[i].Start >= candidate + bytes + PageTables.PageSize)
            {
                break;
            }
            candidate = (s_areas[i].End + PageTables.PageSize + alignment - 1) & ~(alignment - 1);
        }
        return candidate + bytes <= Ceiling ? candidate : 0;
    }

    /// <summary>The first area that ends above <paramref name="address"/>.</summary>
    private static int IndexAt(ulong address)
    {
        int low = 0;
        int high = s_count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (s_areas[middle].End > address)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }

    private static bool IsReserved(ulong start, ulong end)
    {
        for (int i = IndexAt(start); i < s_count; i++)
        {
            if (s_areas[i].Start > start)
            {
                return false;
            }
            start = s_areas[i].End;
            if (start >= end)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Makes <paramref name="address"/> a boundary between areas if it lies inside one.</summary>
    private static bool Split(ulong address)
    {
        int index = IndexAt(address);
        if (index == s_count || s_areas[index].Start >= address)
        {
            return true;
        }
        if (s_count == s_capacity)
        {
            return false;
        }
        Open(index, 1);
        s_areas[index] = s_areas[index + 1];
        s_areas[index].End = address;
        s_areas[index + 1].Start = address;
        return true;
    }

    /// <summary>Joins neighbours that agree, from just before <paramref name="start"/> to just after
    /// <paramref name="end"/>.</summary>
    private static void Join(ulong start, ulong end)
    {
        int index = IndexAt(start);
        index = index > 0 ? index - 1 : 0;
        while (index + 1 < s_count && s_areas[index].Start <= end)
        {
            Area* a = s_areas + index;
            Area* b = a + 1;
            if (a->End == b->Start && a->Protection == b->Protection && a->Owner == b->Owner)
            {
                a->End = b->End;
                Close(index + 1, 1);
            }
            else
            {
                index++;
            }
        }
    }

    private static void Open(int index, int count)
    {
        Instructions.Move(s_areas + index + count, s_areas + index, (ulong)(s_count - index) * (ulong)sizeof(Area));
        s_count += count;
    }

    private static void Close(int index, int count)
    {
        Instructions.Move(s_areas + index, s_areas + index + count,
            (ulong)(s_count - index - count) * (ulong)sizeof(Area));
        s_count -= count;
    }

    private static ulong RoundUp(ulong bytes) => (bytes + PageTables.PageSize - 1) & ~(PageTables.PageSize - 1);
}
