using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;

namespace Enso.Machine.Memory;

/// <summary>How a page may be used: bits of a page-table entry (Intel SDM volume 3, 4.5).</summary>
[Flags]
internal enum PageFlags : ulong
{
    /// <summary>No access at all.</summary>
    None = 0,

    /// <summary>The entry is valid.</summary>
    Present = 1,

    /// <summary>Writes are allowed.</summary>
    Writable = 1 << 1,

    /// <summary>Write-through; with <see cref="Uncached"/>, selects the page-attribute entry.</summary>
    WriteThrough = 1 << 3,

    /// <summary>Not cached: device registers.</summary>
    Uncached = 1 << 4,

    /// <summary>Set by the processor on a write.</summary>
    Dirty = 1 << 6,

    /// <summary>In a directory: this entry maps a large page.</summary>
    Large = 1 << 7,

    /// <summary>Kept in the TLB when CR3 is written.</summary>
    Global = 1 << 8,

    /// <summary>For software: the page lies in an area of <see cref="AreaKind.OnDemand"/>.</summary>
    OnDemand = 1 << 9,

    /// <summary>Write-combining (attribute entry 4) for a 4 KiB page: a framebuffer.</summary>
    WriteCombining = 1 << 7,

    /// <summary>No instruction is fetched from it.</summary>
    NoExecute = 1UL << 63,
}

/// <summary>The kernel's four-level page tables. One set serves every core and thread: there is one address
/// space. Invariants: page 0 is never mapped; no page is both writable and executable.</summary>
/// <remarks>Layout: the image where it was linked (low, identity); all physical memory again at
/// <see cref="DirectBase"/>, never executable; what <see cref="AddressSpace"/> hands out between them.
/// Entries of the demand-paged area change under <see cref="AddressSpace"/>'s lock, the rest only during boot or
/// under <see cref="s_deviceLock"/>.</remarks>
internal static unsafe class PageTables
{
    /// <summary>Bytes in a page.</summary>
    public const ulong PageSize = 4096;

    /// <summary>Where physical memory appears.</summary>
    public const ulong DirectBase = 0xFFFF_8000_0000_0000;

    private const ulong LargePage = 2UL << 20;
    private const ulong HugePage = 1UL << 30;
    private const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    private static ulong s_root;
    private static bool s_active;
    private static SpinLock s_deviceLock;

    /// <summary>The value of CR3.</summary>
    public static ulong Root => s_root;

    /// <summary>Whether <see cref="Activate"/> was called: the direct map works.</summary>
    public static bool IsActive => s_active;

    /// <summary>The address at which physical memory is read and written. Before <see cref="Activate"/> that is
    /// the physical address itself.</summary>
    public static void* Direct(ulong physical) => (void*)(s_active ? physical + DirectBase : physical);

    /// <summary>The physical address of one in the direct map.</summary>
    public static ulong PhysicalOf(void* direct) => (ulong)direct - DirectBase;

    /// <summary>Builds the tables from early memory (frames below 4 GiB, identity-mapped): the image, each page
    /// with its segment's protection, and all memory up to <paramref name="memoryEnd"/>.</summary>
    public static bool Build(ulong memoryEnd)
    {
        s_root = EarlyMemory.AllocatePage();
        return s_root != 0
            && MapDirect(memoryEnd)
            && MapImage(ImageLayout.Start(), ImageLayout.ReadOnlyEnd(), PageFlags.NoExecute)
            && MapImage(ImageLayout.TextStart(), ImageLayout.TextEnd(), PageFlags.None)
            && MapImage(ImageLayout.DataStart(), ImageLayout.DataEnd(), PageFlags.Writable | PageFlags.NoExecute)
            && MapImage(RoundUp(ImageLayout.DataEnd()), ImageLayout.End(), PageFlags.NoExecute);
    }

    private static bool MapDirect(ulong end)
    {
        ulong step = Features.HasHugePages ? HugePage : LargePage;
        int level = Features.HasHugePages ? 2 : 1;
        for (ulong at = 0; at < end; at += step)
        {
            ulong* entry = Walk(DirectBase + at, level, true);
            if (entry == null)
            {
                return false;
            }
            *entry = at | (ulong)(PageFlags.Present | PageFlags.Writable | PageFlags.Large | PageFlags.Global
                | PageFlags.NoExecute);
        }
        return true;
    }

    private static bool MapImage(ulong start, ulong end, PageFlags flags)
    {
        for (ulong at = start & ~(PageSize - 1); at < end; at += PageSize)
        {
            if (!Map(at, at, flags))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Switches this core to the tables; afterwards only the image and the direct map remain.</summary>
    public static void Activate()
    {
        Instructions.WriteCr3(s_root);
        s_active = true;
    }

    /// <summary>Maps one page; false when no frame is left for a table.</summary>
    public static bool Map(ulong address, ulong physical, PageFlags flags)
    {
        ulong* entry = Walk(address, 0, true);
        if (entry == null)
        {
            return false;
        }
        // Pairs with the page walker of every core: the entry is complete before it is present.
        Volatile.Write(ref *entry, physical | (ulong)(flags | PageFlags.Present));
        return true;
    }

    /// <summary>The entry of a 4 KiB page if its tables exist, else null.</summary>
    public static ulong* Find(ulong address) => Walk(address, 0, false);

    /// <summary>The physical address in an entry.</summary>
    public static ulong FrameOf(ulong entry) => entry & AddressMask;

    /// <summary>Whether an address can be read without a fault.</summary>
    public static bool IsMapped(ulong address)
    {
        long signed = (long)address;
        if ((signed >> 47) is not 0 and not (-1))
        {
            return false;
        }
        ulong table = s_root;
        for (int level = 3; level >= 0; level--)
        {
            ulong entry = ((ulong*)Direct(table))[(address >> (12 + (9 * level))) & 511];
            if ((entry & (ulong)PageFlags.Present) == 0)
            {
                return false;
            }
            if (level == 0 || (entry & (ulong)PageFlags.Large) != 0)
            {
                return true;
            }
            table = entry & AddressMask;
        }
        return false;
    }

    /// <summary>The flags of the page that <paramref name="address"/> is in; <see cref="PageFlags.None"/> when it
    /// is not mapped.</summary>
    public static PageFlags FlagsOf(ulong address)
    {
        ulong table = s_root;
        for (int level = 3; level >= 0; level--)
        {
            ulong entry = ((ulong*)Direct(table))[(address >> (12 + (9 * level))) & 511];
            if ((entry & (ulong)PageFlags.Present) == 0)
            {
                return PageFlags.None;
            }
            if (level == 0 || (entry & (ulong)PageFlags.Large) != 0)
            {
                return (PageFlags)(entry & ~AddressMask);
            }
            table = entry & AddressMask;
        }
        return PageFlags.None;
    }

    /// <summary>Makes a physical range readable and writable in the direct map, whether or not it is memory:
    /// firmware tables, device registers, a framebuffer.</summary>
    /// <param name="physical">First address.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="cache">How it is cached: <see cref="PageFlags.None"/>, <see cref="PageFlags.Uncached"/> or
    /// <see cref="PageFlags.WriteCombining"/>.</param>
    /// <returns>Its address, or null when no processor can reach the range, or no frame is left for a table.</returns>
    public static void* MapDevice(ulong physical, ulong length, PageFlags cache)
    {
        ulong limit = 1UL << Features.PhysicalAddressBits;
        if (physical >= limit || length > limit - physical)
        {
            return null;
        }
        ulong flags = s_deviceLock.Acquire();
        ulong first = physical & ~(PageSize - 1);
        bool mapped = true;
        for (ulong at = first; at < physical + length && mapped; at += PageSize)
        {
            if (!IsMapped(at + DirectBase))
            {
                mapped = Map(at + DirectBase, at, PageFlags.Writable | PageFlags.NoExecute | cache);
            }
        }
        s_deviceLock.Release(flags);
        return mapped ? (void*)(physical + DirectBase) : null;
    }

    /// <summary>Maps or unmaps, executable, the page of the application-processor trampoline (identity).
    /// </summary>
    public static bool MapTrampoline(ulong page, bool present)
    {
        if (present)
        {
            // The only page that is writable and executable, and only while cores start: the trampoline is
            // code that writes its ticket. It is gone before the first thread runs.
            return Map(page, page, PageFlags.Writable);
        }
        ulong* entry = Find(page);
        if (entry != null)
        {
            *entry = 0;
            Instructions.InvalidatePage(page);
        }
        return true;
    }

    /// <summary>Changes whether pages of the image's data may be written: the runtime writes its stack-check cookie
    /// into read-only data once, and locks it again. False for code and for what is not the image's.</summary>
    /// <remarks>Making pages writable flushes no other core's TLB: a core with an old entry takes a fault that
    /// <see cref="IsStaleEntry"/> recognises. Interrupting the others just then would be wrong: whichever of their
    /// functions holds the old cookie when the runtime writes the new one takes it for a damaged stack. For the
    /// same reason nothing that an idle core's interrupts run has a buffer that the compiler guards; a test
    /// looks at the compiled code.</remarks>
    public static bool ProtectImage(ulong address, ulong bytes, bool writable)
    {
        ulong first = address & ~(PageSize - 1);
        ulong end = address + bytes;
        bool data = IsImageData(first, end);
        for (ulong page = first; data && page < end; page += PageSize)
        {
            ulong* entry = Find(page);
            *entry = writable ? *entry | (ulong)PageFlags.Writable : *entry & ~(ulong)PageFlags.Writable;
            Instructions.InvalidatePage(page);
        }
        if (data && !writable)
        {
            InterProcessor.FlushTlb();
        }
        return data;
    }

    private static bool IsImageData(ulong start, ulong end)
        => start >= ImageLayout.Start() && end <= ImageLayout.End()
            && (end <= ImageLayout.TextStart() || start >= ImageLayout.TextEnd());

    /// <summary>Whether a fault came from this core's TLB lagging behind the tables of the image's data: the entry
    /// allows the write. Drops the old entry.</summary>
    public static bool IsStaleEntry(ulong address, ulong errorCode)
    {
        const ulong presentWrite = 3;
        if (errorCode != presentWrite || !IsImageData(address, address + 1))
        {
            return false;
        }
        ulong* entry = Find(address);
        bool allowed = entry != null && (*entry & (ulong)PageFlags.Writable) != 0;
        if (allowed)
        {
            Instructions.InvalidatePage(address);
        }
        return allowed;
    }

    private static ulong* Walk(ulong address, int toLevel, bool create)
    {
        ulong table = s_root;
        for (int level = 3; level > toLevel; level--)
        {
            ulong* entry = (ulong*)Direct(table) + ((address >> (12 + (9 * level))) & 511);
            if ((*entry & (ulong)PageFlags.Present) == 0)
            {
                if (!create)
                {
                    return null;
                }
                ulong page = s_active ? Frames.AllocateZeroed() : EarlyMemory.AllocatePage();
                if (page == 0)
                {
                    return null;
                }
                *entry = page | (ulong)(PageFlags.Present | PageFlags.Writable);
            }
            else if ((*entry & (ulong)PageFlags.Large) != 0)
            {
                return null;
            }
            table = *entry & AddressMask;
        }
        return (ulong*)Direct(table) + ((address >> (12 + (9 * toLevel))) & 511);
    }

    /// <summary>The first page boundary at or above a value.</summary>
    public static ulong RoundUp(ulong value) => (value + PageSize - 1) & ~(PageSize - 1);
}
