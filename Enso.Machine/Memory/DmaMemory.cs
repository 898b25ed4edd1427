using Enso.Machine.Cpu;

namespace Enso.Machine.Memory;

/// <summary>Memory for devices: physically contiguous, never paged, reached by the processor through the direct map
/// and by a device at <see cref="PhysicalAddress"/>. x86 keeps its caches coherent with device accesses, so it is
/// ordinary write-back memory (Intel SDM volume 3, 12.3).</summary>
internal unsafe struct DmaMemory
{
    /// <summary>The largest block, in bytes.</summary>
    public const ulong MaximumBytes = PageTables.PageSize << Frames.MaximumOrder;

    private byte* _data;
    private ulong _bytes;

    /// <summary>Where the processor reads and writes it; null when there is none.</summary>
    public readonly byte* Data => _data;

    /// <summary>What a device is told. It is a multiple of the size rounded up to a power of two, so the block crosses
    /// no boundary that is as large as itself.</summary>
    public readonly ulong PhysicalAddress => PageTables.PhysicalOf(_data);

    /// <summary>Its size, as it was asked for.</summary>
    public readonly ulong Bytes => _bytes;

    /// <summary>Takes zeroed memory of <paramref name="bytes"/> (1 to <see cref="MaximumBytes"/>), all of it below 4 GiB
    /// when <paramref name="below4GiB"/> is set. False, and an empty block, when the size is out of range or no
    /// block is free.</summary>
    public static bool TryAllocate(ulong bytes, bool below4GiB, out DmaMemory memory)
    {
        memory = default;
        if (bytes is 0 or > MaximumBytes)
        {
            return false;
        }
        int order = Frames.OrderOf(bytes);
        ulong physical = below4GiB ? Frames.AllocateLow(order) : Frames.Allocate(order);
        if (physical == 0)
        {
            return false;
        }
        memory._data = (byte*)PageTables.Direct(physical);
        memory._bytes = bytes;
        Instructions.Fill(memory._data, 0, PageTables.PageSize << order);
        return true;
    }

    /// <summary>Gives the block back. No device may use it any more.</summary>
    public void Free()
    {
        if (_data != null)
        {
            Frames.FreeBytesAt(_data, _bytes);
            this = default;
        }
    }
}
