using System.Runtime.InteropServices;
using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Memory;

namespace Enso.Tests.InKernel.Tests;

internal static unsafe class MemoryTests
{
    [KernelTest]
    internal static void Page_zero_is_not_mapped() => Check.That(!PageTables.IsMapped(0));

    [KernelTest]
    internal static void No_page_of_the_image_is_both_writable_and_executable()
    {
        for (ulong page = ImageLayout.Start(); page < ImageLayout.End(); page += PageTables.PageSize)
        {
            PageFlags flags = PageTables.FlagsOf(page);
            bool writable = (flags & PageFlags.Writable) != 0;
            bool executable = (flags & PageFlags.NoExecute) == 0 && flags != PageFlags.None;
            Check.That(!(writable && executable), $"page {page:x}");
        }
    }

    [KernelTest]
    internal static void Code_is_read_only_and_data_is_not_executable()
    {
        Check.That((PageTables.FlagsOf(ImageLayout.TextStart()) & PageFlags.Writable) == 0);
        Check.That((PageTables.FlagsOf(ImageLayout.TextStart()) & PageFlags.NoExecute) == 0);
        Check.That((PageTables.FlagsOf(ImageLayout.DataStart()) & PageFlags.NoExecute) != 0);
        Check.That((PageTables.FlagsOf(ImageLayout.Start()) & PageFlags.Writable) == 0);
    }

    [KernelTest]
    internal static void The_direct_map_is_not_executable()
        => Check.That((PageTables.FlagsOf(PageTables.DirectBase + 0x100000) & PageFlags.NoExecute) != 0);

    [KernelTest]
    internal static void The_trampoline_page_is_gone_after_the_cores_have_started()
        => Check.That(!PageTables.IsMapped(0x8000));

    [KernelTest]
    internal static void Frames_of_every_order_are_aligned_distinct_and_come_back()
    {
        ulong before = Frames.FreeBytes;
        ulong* blocks = stackalloc ulong[Frames.MaximumOrder + 1];
        for (int order = 0; order <= Frames.MaximumOrder; order++)
        {
            blocks[order] = Frames.Allocate(order);
            Check.That(blocks[order] != 0, $"order {order}");
            Check.Equal(0UL, blocks[order] & ((PageTables.PageSize << order) - 1));
            for (int k = 0; k < order; k++)
            {
                bool apart = blocks[k] + (PageTables.PageSize << k) <= blocks[order]
                    || blocks[order] + (PageTables.PageSize << order) <= blocks[k];
                Check.That(apart, $"orders {k} and {order} overlap");
            }
        }
        for (int order = 0; order <= Frames.MaximumOrder; order++)
        {
            Frames.Free(blocks[order], order);
        }
        // Other threads may fault pages in meanwhile: only a little may differ.
        Check.That(before - Frames.FreeBytes < 1 << 20 || Frames.FreeBytes >= before);
    }

    [KernelTest]
    internal static void Freed_frames_join_into_larger_blocks_again()
    {
        ulong large = Frames.FreeBlocks(Frames.MaximumOrder);
        ulong block = Frames.Allocate(Frames.MaximumOrder);
        for (ulong i = 0; i < 1UL << Frames.MaximumOrder; i++)
        {
            Frames.Free(block + (i * PageTables.PageSize), 0);
        }
        Check.That(Frames.FreeBlocks(Frames.MaximumOrder) + 1 >= large);
    }

    [KernelTest]
    internal static void Reserved_memory_takes_frames_only_when_touched()
    {
        const ulong size = 64UL << 30;
        ulong before = AddressSpace.ResidentPages;
        byte* memory = (byte*)AddressSpace.Reserve(size, Protection.ReadWrite, 4096, AreaKind.OnDemand);
        Check.That(memory != null);
        memory[0] = 1;
        memory[size - 1] = 2;
        Check.Equal(0, memory[size / 2]);
        Check.That(AddressSpace.ResidentPages - before < 64);
        Check.That(AddressSpace.Release((ulong)memory, size));
        Check.That(!PageTables.IsMapped((ulong)memory));
    }

    [KernelTest]
    internal static void Discarded_memory_reads_as_zeros()
    {
        byte* memory = (byte*)AddressSpace.Reserve(1 << 20, Protection.ReadWrite, 4096);
        for (int i = 0; i < 1 << 20; i += 512)
        {
            memory[i] = 0xAB;
        }
        AddressSpace.Discard((ulong)memory, 1 << 20);
        for (int i = 0; i < 1 << 20; i += 512)
        {
            Check.Equal(0, memory[i]);
        }
        AddressSpace.Release((ulong)memory, 1 << 20);
    }

    [KernelTest]
    internal static void Frames_come_back_when_memory_is_released()
    {
        const ulong size = 16UL << 20;
        for (int round = 0; round < 32; round++)
        {
            byte* memory = (byte*)AddressSpace.Reserve(size, Protection.ReadWrite, 4096);
            for (ulong i = 0; i < size; i += 4096)
            {
                memory[i] = (byte)round;
            }
            Check.That(AddressSpace.Release((ulong)memory, size));
        }
    }

    [KernelTest]
    internal static void Protecting_part_of_an_area_splits_it_and_restoring_joins_it()
    {
        ulong memory = AddressSpace.Reserve(1 << 20, Protection.ReadWrite, 4096);
        int areas = AddressSpace.AreaCount;
        Check.That(AddressSpace.Protect(memory + 8192, 4096, Protection.None));
        Check.Equal(areas + 2, AddressSpace.AreaCount);
        Check.That(AddressSpace.Protect(memory + 8192, 4096, Protection.ReadWrite));
        Check.Equal(areas, AddressSpace.AreaCount);
        AddressSpace.Release(memory, 1 << 20);
    }

    [KernelTest]
    internal static void Protecting_what_is_not_reserved_is_refused()
        => Check.That(!AddressSpace.Protect(AddressSpace.Ceiling - (1 << 20), 4096, Protection.ReadWrite));

    [KernelTest]
    internal static void Heap_blocks_of_all_sizes_keep_their_contents()
    {
        Random random = new(12345);
        List<(IntPtr Block, int Size, byte Mark)> live = [];
        for (int i = 0; i < 4000; i++)
        {
            if (live.Count > 200 && random.Next(2) == 0)
            {
                int at = random.Next(live.Count);
                (IntPtr block, int size, byte mark) = live[at];
                Check.That(new ReadOnlySpan<byte>((void*)block, size).IndexOfAnyExcept(mark) < 0, $"size {size}");
                NativeMemory.Free((void*)block);
                live.RemoveAt(at);
            }
            else
            {
                int size = random.Next(100) == 0 ? random.Next(1, 300_000) : random.Next(1, 2000);
                byte mark = (byte)random.Next(256);
                void* block = NativeMemory.Alloc((nuint)size);
                Check.Equal(0UL, (ulong)block & 15);
                new Span<byte>(block, size).Fill(mark);
                live.Add(((IntPtr)block, size, mark));
            }
        }
        foreach ((IntPtr block, int _, byte _) in live)
        {
            NativeMemory.Free((void*)block);
        }
    }

    [KernelTest]
    internal static void Aligned_heap_blocks_are_aligned()
    {
        for (nuint alignment = 16; alignment <= 32768; alignment *= 2)
        {
            void* block = NativeMemory.AlignedAlloc(100, alignment);
            Check.Equal(0UL, (ulong)block & (alignment - 1));
            NativeMemory.AlignedFree(block);
        }
    }

    [KernelTest]
    internal static void Usable_memory_is_most_of_what_the_map_reports()
    {
        ulong reported = 0;
        for (int i = 0; i < BootInfo.RangeCount; i++)
        {
            MemoryRange* range = BootInfo.Range(i);
            reported += range->Kind == MemoryKind.Usable ? range->Length : 0;
        }
        Check.That(Frames.UsableBytes > reported * 9 / 10);
        Check.That(Frames.UsableBytes <= reported);
    }
}
