using Enso.Machine.Cpu;

namespace Enso.Machine.Memory;

/// <summary>The areas of the demand-paged addresses, an array sorted by address. Every call is made under
/// <see cref="AddressSpace"/>'s lock.</summary>
internal static unsafe class AreaTable
{
    private const int MinimumAreas = 4096;
    private const int MaximumAreas = 65536;

    private static Area* s_areas;
    private static int s_count;
    private static int s_capacity;
    private static uint s_nextOwner;
    private static ulong s_hint;

    /// <summary>Areas in use.</summary>
    public static int Count => s_count;

    /// <summary>Bytes in them.</summary>
    public static ulong ReservedBytes { get; private set; }

    /// <summary>Makes the empty table, sized by how much memory there is; false when it does not fit.</summary>
    public static bool Initialize()
    {
        ulong byMemory = Frames.UsableBytes / (16 * 1024) / 4;
        s_capacity = byMemory < MinimumAreas ? MinimumAreas : byMemory > MaximumAreas ? MaximumAreas : (int)byMemory;
        s_areas = (Area*)Frames.AllocateBytes((ulong)s_capacity * (ulong)sizeof(Area));
        s_hint = AddressSpace.Floor;
        return s_areas != null;
    }

    /// <summary>The area that holds an address, or null; valid until the table changes.</summary>
    public static Area* Find(ulong address)
    {
        int index = IndexAt(address);
        return index < s_count && s_areas[index].Start <= address ? s_areas + index : null;
    }

    /// <summary>Adds an area wherever it fits; returns its address, or 0 when the table or the address space is full.
    /// </summary>
    public static ulong Insert(ulong bytes, Protection protection, ulong alignment, AreaKind kind)
    {
        ulong address = FindGap(bytes, alignment);
        if (address == 0 || s_count == s_capacity)
        {
            return 0;
        }
        int index = IndexAt(address);
        Open(index, 1);
        s_areas[index] = new Area
        {
            Start = address,
            End = address + bytes,
            Protection = protection,
            Kind = kind,
            Owner = ++s_nextOwner,
        };
        ReservedBytes += bytes;
        s_hint = address + bytes + PageTables.PageSize;
        return address;
    }

    /// <summary>Changes the protection of a range, all of it reserved; false, with nothing changed, when it is not or
    /// the table is full. <paramref name="lost"/>: some of it allowed more before.</summary>
    public static bool TryProtect(ulong start, ulong end, Protection protection, out bool lost)
    {
        lost = false;
        if (!IsReserved(start, end) || !Split(start) || !Split(end))
        {
            return false;
        }
        for (int i = IndexAt(start); i < s_count && s_areas[i].Start < end; i++)
        {
            Protection before = s_areas[i].Protection;
            lost |= before > protection || (before == Protection.ReadExecute && protection != before);
            s_areas[i].Protection = protection;
        }
        Join(start, end);
        return true;
    }

    /// <summary>Removes what is reserved of a range; false when the table has no room to split an area.</summary>
    public static bool Remove(ulong start, ulong end)
    {
        if (!Split(start) || !Split(end))
        {
            return false;
        }
        int first = IndexAt(start);
        int last = first;
        for (; last < s_count && s_areas[last].Start < end; last++)
        {
            ReservedBytes -= s_areas[last].End - s_areas[last].Start;
        }
        Close(first, last - first);
        s_hint = start < s_hint ? start : s_hint;
        return true;
    }

    /// <summary>Pages of a range that lie in areas of <see cref="AreaKind.Committed"/>, or only those that allow access.
    /// </summary>
    public static ulong CommittedPages(ulong start, ulong end, bool onlyOpen)
    {
        ulong bytes = 0;
        for (int i = IndexAt(start); i < s_count && s_areas[i].Start < end; i++)
        {
            Area* area = s_areas + i;
            if (area->Kind == AreaKind.Committed && (!onlyOpen || area->Protection != Protection.None))
            {
                ulong first = area->Start > start ? area->Start : start;
                bytes += (area->End < end ? area->End : end) - first;
            }
        }
        return bytes / PageTables.PageSize;
    }

    private static ulong FindGap(ulong bytes, ulong alignment)
    {
        // First from the hint upwards, which is nearly always free, then from the bottom.
        ulong found = FindGapFrom(s_hint, bytes, alignment);
        return found != 0 ? found : FindGapFrom(AddressSpace.Floor, bytes, alignment);
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
        return candidate + bytes <= AddressSpace.Ceiling ? candidate : 0;
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
}
