using Enso.Machine.Memory;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Memory for devices.</summary>
internal static unsafe class DmaMemoryTests
{
    [KernelTest]
    internal static void A_block_is_contiguous_zeroed_and_aligned_to_its_size()
    {
        foreach (ulong bytes in (ulong[])[1, 4096, 5000, 64 * 1024, 1 << 20, DmaMemory.MaximumBytes])
        {
            Check.That(DmaMemory.TryAllocate(bytes, false, out DmaMemory memory), $"{bytes} bytes");
            ulong rounded = System.Numerics.BitOperations.RoundUpToPowerOf2(Math.Max(bytes, 4096));
            Check.Equal(0UL, memory.PhysicalAddress % rounded);
            Check.Equal(-1, new ReadOnlySpan<byte>(memory.Data, (int)bytes).IndexOfAnyExcept((byte)0));
            Check.Equal(bytes, memory.Bytes);
            // The processor's view of the physical address is the block.
            memory.Data[bytes - 1] = 0x5A;
            Check.Equal(0x5A, ((byte*)PageTables.Direct(memory.PhysicalAddress))[bytes - 1]);
            memory.Free();
            Check.That(memory.Data == null);
        }
    }

    [KernelTest]
    internal static void Memory_below_4_gibibytes_is_there_on_request()
    {
        Check.That(DmaMemory.TryAllocate(128 * 1024, true, out DmaMemory memory));
        Check.That(memory.PhysicalAddress + memory.Bytes <= 1UL << 32);
        memory.Free();
    }

    [KernelTest]
    internal static void Sizes_out_of_range_are_refused()
    {
        Check.That(!DmaMemory.TryAllocate(0, false, out _));
        Check.That(!DmaMemory.TryAllocate(DmaMemory.MaximumBytes + 1, false, out _));
    }
}
