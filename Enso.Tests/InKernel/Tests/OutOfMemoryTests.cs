using System.Runtime.InteropServices;
using Enso.Machine.Memory;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What happens when memory runs out: an error, and everything goes on.</summary>
internal static unsafe class OutOfMemoryTests
{
    private const int Block = 1 << 20;

    [KernelTest]
    internal static void Filling_memory_throws_and_afterwards_there_is_memory_again()
    {
        Check.That(FillMemory() > 8);
        GC.Collect();
        Check.Equal(Block, new byte[Block].Length);
        GiveBack();
    }

    [KernelTest]
    internal static void Filling_memory_on_several_threads_throws_on_each()
    {
        const int threads = 3;
        int caught = 0;
        // All have started before the first begins: starting one needs memory too.
        Crew.Run(threads, _ => Interlocked.Add(ref caught, FillMemory() >= 0 ? 1 : 0));
        Check.Equal(threads, caught);
        GiveBack();
    }

    /// <summary>The collector keeps what it has committed for later; others, such as the tests that follow, have it
    /// only after a collection that is asked to give it back.</summary>
    private static void GiveBack()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Check.That(AddressSpace.CommittedPages * PageTables.PageSize < Frames.UsableBytes / 2);
    }

    /// <summary>Allocates until it is refused, and drops it all; returns how many blocks there were.</summary>
    private static int FillMemory()
    {
        List<byte[]> blocks = [];
        try
        {
            // Refused too when other threads have filled memory before.
            blocks.EnsureCapacity(1 << 16);
            for (;;)
            {
                byte[] block = GC.AllocateUninitializedArray<byte>(Block);
                block[0] = 1;
                block[^1] = (byte)blocks.Count;
                blocks.Add(block);
            }
        }
        catch (OutOfMemoryException)
        {
            for (int i = 0; i < blocks.Count; i++)
            {
                Check.That(blocks[i][0] == 1 && blocks[i][^1] == (byte)i);
            }
            return blocks.Count;
        }
    }

    [KernelTest]
    internal static void Committing_more_than_memory_holds_is_refused_and_nothing_is_promised()
    {
        ulong before = AddressSpace.CommittedPages;
        ulong size = 2 * Frames.UsableBytes;
        Check.Equal(0UL, AddressSpace.Reserve(size, Protection.ReadWrite, 4096));
        ulong reserved = AddressSpace.Reserve(size, Protection.None, 4096);
        Check.That(reserved != 0);
        Check.That(!AddressSpace.Protect(reserved, size, Protection.ReadWrite));
        Check.That(AddressSpace.Protect(reserved, 1 << 20, Protection.ReadWrite));
        Check.That(AddressSpace.Release(reserved, size));
        // Others may commit at the same time, but nothing near that size.
        Check.That(AddressSpace.CommittedPages < before + (size / 4096 / 2));
    }

    [KernelTest]
    internal static void A_commitment_ends_with_its_protection()
    {
        const ulong size = 32UL << 20;
        for (int round = 0; round < 200; round++)
        {
            ulong memory = AddressSpace.Reserve(size, Protection.ReadWrite, 4096);
            Check.That(memory != 0, $"round {round}");
            *(byte*)memory = 1;
            Check.That(AddressSpace.Protect(memory, size, Protection.None));
            Check.That(AddressSpace.Protect(memory + size / 2, size / 2, Protection.ReadWrite));
            Check.That(AddressSpace.Release(memory, size));
        }
    }

    [KernelTest]
    internal static void A_large_native_block_beyond_memory_is_refused()
    {
        nuint size = (nuint)(2 * Frames.UsableBytes);
        OutOfMemoryException thrown = Check.Throws<OutOfMemoryException>(() => NativeMemory.Alloc(size));
        Check.That(thrown.Message.Length != 0);
    }

    [KernelTest]
    internal static void An_impossible_array_is_refused()
        => Check.Throws<OutOfMemoryException>(() => GC.KeepAlive(new long[int.MaxValue / 2]));
}
