using Enso.Machine.Boot;
using Enso.Machine.Cpu;

namespace Enso.Machine.Memory;

/// <summary>Hands out pages before the frame allocator exists, from the largest usable range below 4 GiB and above
/// the image; they are never given back. What is left becomes the frame allocator's.</summary>
internal static unsafe class EarlyMemory
{
    private const ulong FourGiB = 1UL << 32;

    private static ulong s_start;
    private static ulong s_next;
    private static ulong s_end;

    /// <summary>The first address that was not handed out.</summary>
    public static ulong Next => s_next;

    /// <summary>Bytes handed out.</summary>
    public static ulong Used => s_next - s_start;

    /// <summary>The end of the range in use.</summary>
    public static ulong End => s_end;

    /// <summary>Chooses the range; false when there is none.</summary>
    public static bool Initialize()
    {
        ulong floor = ImageLayout.End();
        ulong best = 0;
        for (int i = 0; i < BootInfo.RangeCount; i++)
        {
            MemoryRange* range = BootInfo.Range(i);
            if (range->Kind != MemoryKind.Usable)
            {
                continue;
            }
            ulong start = range->Start < floor ? floor : range->Start;
            ulong end = range->End > FourGiB ? FourGiB : range->End;
            start = PageTables.RoundUp(start);
            end &= ~(PageTables.PageSize - 1);
            if (start < end && end - start > best)
            {
                best = end - start;
                s_start = start;
                s_next = start;
                s_end = end;
            }
        }
        return best != 0;
    }

    /// <summary>A zeroed page's physical address, or 0.</summary>
    public static ulong AllocatePage() => Allocate(PageTables.PageSize);

    /// <summary>A zeroed, page-aligned block's physical address, or 0.</summary>
    public static ulong Allocate(ulong bytes)
    {
        bytes = PageTables.RoundUp(bytes);
        if (s_end - s_next < bytes)
        {
            return 0;
        }
        ulong block = s_next;
        s_next += bytes;
        Instructions.Fill(PageTables.Direct(block), 0, bytes);
        return block;
    }
}
