using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;

namespace Enso.Machine.Memory;

/// <summary>The physical frame allocator: a binary buddy system (Knuth, TAOCP volume 1, 2.5) over all usable
/// memory, with a cache of single frames for each core. Memory below 4 GiB, which some devices cannot look beyond,
/// has free lists of its own and is handed out last.</summary>
/// <remarks>Invariants, under <see cref="s_lock"/>: a free block of order n starts at a multiple of 2^n frames and
/// its first frame's record says n; two free buddies of one order never exist side by side (they were joined); a
/// frame is in at most one of a free list, a core's cache, or use.</remarks>
internal static unsafe class Frames
{
    /// <summary>The largest block is 2^10 frames, 4 MiB.</summary>
    public const int MaximumOrder = 10;

    private const int Orders = MaximumOrder + 1;

    /// <summary>The first frame at or above 4 GiB. A block never lies on both sides: it starts at a multiple of its
    /// size.</summary>
    private const uint FirstHighFrame = 1u << 20;

    private const byte InUse = 0xFF;
    private const byte NotMemory = 0xFE;
    private const uint End = uint.MaxValue;

    /// <summary>One record a frame: its place in a free list, and the order of the free block it starts.</summary>
    private struct Frame
    {
        public uint Next;
        public uint Previous;
    }

    private struct FreeLists
    {
        public fixed uint Heads[2 * Orders];
        public fixed ulong Counts[2 * Orders];
    }

    private static FaultLock s_lock;

    // Guarded by s_lock.
    private static Frame* s_frames;
    private static byte* s_orders;
    private static ulong s_frameCount;
    private static FreeLists s_free;
    private static ulong s_freeFrames;

    private static ulong s_usableFrames;

    /// <summary>Usable memory in bytes, the kernel's image and tables not counted.</summary>
    public static ulong UsableBytes => s_usableFrames * PageTables.PageSize;

    /// <summary>Free memory in bytes, without what cores keep back.</summary>
    public static ulong FreeBytes => s_freeFrames * PageTables.PageSize;

    /// <summary>Free blocks of 2^<paramref name="order"/> frames.</summary>
    public static ulong FreeBlocks(int order)
        => Pointers.Of(ref s_free.Counts[0])[order] + Pointers.Of(ref s_free.Counts[0])[order + Orders];

    /// <summary>The end of the highest usable range, in bytes.</summary>
    public static ulong HighestAddress()
    {
        ulong highest = 0;
        for (int i = 0; i < BootInfo.RangeCount; i++)
        {
            MemoryRange* range = BootInfo.Range(i);
            if (range->Kind == MemoryKind.Usable && range->End > highest)
            {
                highest = range->End;
            }
        }
        return highest;
    }

    /// <summary>Takes over all usable memory above the first mebibyte but the image and what was handed out
    /// early; false when the records themselves do not fit.</summary>
    public static bool Initialize()
    {
        ulong limit = HighestAddress();
        s_frameCount = limit / PageTables.PageSize;
        ulong records = EarlyMemory.Allocate(s_frameCount * (ulong)sizeof(Frame));
        ulong orders = EarlyMemory.Allocate(s_frameCount);
        if (records == 0 || orders == 0)
        {
            return false;
        }
        s_frames = (Frame*)PageTables.Direct(records);
        s_orders = (byte*)PageTables.Direct(orders);
        Instructions.Fill(s_orders, NotMemory, s_frameCount);
        for (int list = 0; list < 2 * Orders; list++)
        {
            Pointers.Of(ref s_free.Heads[0])[list] = End;
        }
        for (int i = 0; i < BootInfo.RangeCount; i++)
        {
            MemoryRange* range = BootInfo.Range(i);
            if (range->Kind == MemoryKind.Usable)
            {
                Donate(range->Start, range->End);
            }
        }
        return true;
    }

    /// <summary>Takes over a usable range but for the first mebibyte, the image and what was handed out early.
    /// </summary>
    private static void Donate(ulong start, ulong end)
    {
        const ulong firstMebibyte = 1UL << 20;
        ulong earlyStart = EarlyMemory.Next - EarlyMemory.Used;
        DonateAround(start < firstMebibyte ? firstMebibyte : start, end,
            ImageLayout.Start(), ImageLayout.End(), earlyStart, EarlyMemory.Next);
    }

    private static void DonateAround(ulong start, ulong end, ulong hole1, ulong end1, ulong hole2, ulong end2)
    {
        // The two holes in order of address.
        bool swapped = hole2 < hole1;
        ulong first = swapped ? hole2 : hole1;
        ulong firstEnd = swapped ? end2 : end1;
        ulong second = swapped ? hole1 : hole2;
        ulong secondEnd = swapped ? end1 : end2;
        DonateBlocks(start, Minimum(end, first));
        DonateBlocks(Maximum(start, firstEnd), Minimum(end, second));
        DonateBlocks(Maximum(start, secondEnd), end);
    }

    private static ulong Minimum(ulong a, ulong b) => a < b ? a : b;

    private static ulong Maximum(ulong a, ulong b) => a > b ? a : b;

    /// <summary>Inserts a range in the largest aligned blocks that it is made of.</summary>
    private static void DonateBlocks(ulong start, ulong end)
    {
        if (start >= end)
        {
            return;
        }
        ulong frame = (start + PageTables.PageSize - 1) / PageTables.PageSize;
        ulong last = end / PageTables.PageSize;
        while (frame < last)
        {
            int order = 0;
            while (order < MaximumOrder && (frame & ((2UL << order) - 1)) == 0 && frame + (2UL << order) <= last)
            {
                order++;
            }
            Instructions.Fill(s_orders + frame, InUse, 1UL << order);
            s_usableFrames += 1UL << order;
            Insert((uint)frame, order);
            frame += 1UL << order;
        }
    }

    /// <summary>A block of 2^<paramref name="order"/> frames (not zeroed), by physical address; 0 when there is
    /// none.</summary>
    public static ulong Allocate(int order)
    {
        ulong flags = s_lock.Acquire();
        uint frame = Remove(order);
        s_lock.Release(flags);
        return frame == End ? 0 : frame * PageTables.PageSize;
    }

    /// <summary>The same, wholly below 4 GiB.</summary>
    public static ulong AllocateLow(int order)
    {
        ulong flags = s_lock.Acquire();
        uint frame = Remove(order, 0);
        s_lock.Release(flags);
        return frame == End ? 0 : frame * PageTables.PageSize;
    }

    /// <summary>One frame (not zeroed), from this core's cache where it has one; 0 when memory is used up.
    /// </summary>
    public static ulong Allocate()
    {
        if (!Cores.PerCoreReady)
        {
            return Allocate(0);
        }
        ulong flags = Instructions.DisableInterrupts();
        // The page-fault handler uses the cache too.
        FaultLock.EnsureStack();
        ref FrameCache cache = ref Core.This()->Frames;
        if (cache.Count == 0)
        {
            s_lock.AcquireWithInterruptsOff();
            while (cache.Count < FrameCache.Batch)
            {
                uint frame = Remove(0);
                if (frame == End)
                {
                    break;
                }
                cache.Numbers[cache.Count++] = frame;
            }
            s_lock.ReleaseKeepingInterruptsOff();
        }
        ulong physical = cache.Count == 0 ? 0 : cache.Numbers[--cache.Count] * PageTables.PageSize;
        Instructions.RestoreInterrupts(flags);
        return physical;
    }

    /// <summary>One zeroed frame, or 0.</summary>
    public static ulong AllocateZeroed()
    {
        ulong physical = Allocate();
        if (physical != 0)
        {
            Instructions.Fill(PageTables.Direct(physical), 0, PageTables.PageSize);
        }
        return physical;
    }

    /// <summary>Zeroed, physically contiguous memory through the direct map, or null. The size is rounded up to a
    /// power of two pages; give it back with the same size.</summary>
    public static void* AllocateBytes(ulong bytes)
    {
        int order = OrderOf(bytes);
        ulong physical = order > MaximumOrder ? 0 : Allocate(order);
        if (physical == 0)
        {
            return null;
        }
        void* memory = PageTables.Direct(physical);
        Instructions.Fill(memory, 0, PageTables.PageSize << order);
        return memory;
    }

    /// <summary>Gives back what <see cref="AllocateBytes"/> returned.</summary>
    public static void FreeBytesAt(void* memory, ulong bytes) => Free(PageTables.PhysicalOf(memory), OrderOf(bytes));

    /// <summary>Gives one frame back, to this core's cache.</summary>
    public static void Free(ulong physical)
    {
        if (!Cores.PerCoreReady)
        {
            Free(physical, 0);
            return;
        }
        Junk(physical, 0);
        ulong flags = Instructions.DisableInterrupts();
        // The page-fault handler uses the cache too.
        FaultLock.EnsureStack();
        ref FrameCache cache = ref Core.This()->Frames;
        if (cache.Count == FrameCache.Capacity)
        {
            s_lock.AcquireWithInterruptsOff();
            while (cache.Count > FrameCache.Capacity - FrameCache.Batch)
            {
                Insert(cache.Numbers[--cache.Count], 0);
            }
            s_lock.ReleaseKeepingInterruptsOff();
        }
        cache.Numbers[cache.Count++] = (uint)(physical / PageTables.PageSize);
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Adds a frame in use to a chain. The record of a frame in use is its user's.</summary>
    public static void Append(ref FrameChain chain, ulong physical)
    {
        uint frame = (uint)(physical / PageTables.PageSize);
        s_frames[frame].Next = chain.Last;
        chain.Last = frame;
        chain.Count++;
    }

    /// <summary>Gives the frames of a chain back and empties it.</summary>
    public static void Free(ref FrameChain chain)
    {
        ulong flags = s_lock.Acquire();
        for (uint frame = chain.Last; chain.Count != 0; chain.Count--)
        {
            uint next = s_frames[frame].Next;
            Junk(frame * PageTables.PageSize, 0);
            Insert(frame, 0);
            frame = next;
        }
        s_lock.Release(flags);
    }

    /// <summary>Gives a block of 2^<paramref name="order"/> frames back.</summary>
    public static void Free(ulong physical, int order)
    {
        Junk(physical, order);
        ulong flags = s_lock.Acquire();
        Insert((uint)(physical / PageTables.PageSize), order);
        s_lock.Release(flags);
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private static void Junk(ulong physical, int order)
        => Instructions.Fill(PageTables.Direct(physical), 0xDD, PageTables.PageSize << order);

    /// <summary>The order of the smallest block that holds <paramref name="bytes"/>.</summary>
    public static int OrderOf(ulong bytes)
    {
        int order = 0;
        while ((PageTables.PageSize << order) < bytes)
        {
            order++;
        }
        return order;
    }

    private static uint Remove(int order)
    {
        uint frame = Remove(order, Orders);
        return frame != End ? frame : Remove(order, 0);
    }

    /// <summary>Removes a block from the lists that start at <paramref name="zone"/>: 0 for memory below 4 GiB,
    /// <see cref="Orders"/> for the rest.</summary>
    private static uint Remove(int order, int zone)
    {
        uint* heads = Pointers.Of(ref s_free.Heads[0]) + zone;
        int from = order;
        while (from <= MaximumOrder && heads[from] == End)
        {
            from++;
        }
        if (from > MaximumOrder)
        {
            return End;
        }
        uint frame = heads[from];
        Unlink(frame, from);
        while (from > order)
        {
            from--;
            Link(frame + (1u << from), from);
        }
        s_freeFrames -= 1UL << order;
        return frame;
    }

    private static int ListOf(uint frame, int order) => frame < FirstHighFrame ? order : order + Orders;

    private static void Insert(uint frame, int order)
    {
        if (s_orders[frame] != InUse)
        {
            Panic.Bug($"frame {(ulong)frame:x} freed twice or never allocated (state {(uint)s_orders[frame]:x})");
        }
        s_freeFrames += 1UL << order;
        while (order < MaximumOrder)
        {
            uint buddy = frame ^ (1u << order);
            if (buddy + (1UL << order) > s_frameCount || s_orders[buddy] != order)
            {
                break;
            }
            Unlink(buddy, order);
            frame = frame < buddy ? frame : buddy;
            order++;
        }
        Link(frame, order);
    }

    private static void Link(uint frame, int order)
    {
        int list = ListOf(frame, order);
        uint* heads = Pointers.Of(ref s_free.Heads[0]);
        uint next = heads[list];
        s_frames[frame].Next = next;
        s_frames[frame].Previous = End;
        if (next != End)
        {
            s_frames[next].Previous = frame;
        }
        heads[list] = frame;
        s_orders[frame] = (byte)order;
        Pointers.Of(ref s_free.Counts[0])[list]++;
    }

    private static void Unlink(uint frame, int order)
    {
        uint next = s_frames[frame].Next;
        uint previous = s_frames[frame].Previous;
        if (previous == End)
        {
            Pointers.Of(ref s_free.Heads[0])[ListOf(frame, order)] = next;
        }
        else
        {
            s_frames[previous].Next = next;
        }
        if (next != End)
        {
            s_frames[next].Previous = previous;
        }
        s_orders[frame] = InUse;
        Pointers.Of(ref s_free.Counts[0])[ListOf(frame, order)]--;
    }
}
