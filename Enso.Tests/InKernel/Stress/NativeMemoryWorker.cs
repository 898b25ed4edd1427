using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Enso.Tests.InKernel.Stress;

/// <summary>Blocks of the C heap, which any of these workers may free: so they cross from one core's cache to another's.
/// </summary>
internal sealed unsafe class NativeMemoryWorker(int seed) : StressWorker("native blocks", seed)
{
    private const int Kept = 400;
    private const int EachRound = 100;
    private const int LargeOneIn = 50;

    private static readonly ConcurrentQueue<(nint Address, int Bytes, byte Mark)> s_blocks = new();

    /// <inheritdoc/>
    public override void Round()
    {
        for (int i = 0; i < EachRound; i++)
        {
            int bytes = Random.Next(LargeOneIn) == 0 ? Random.Next(33_000, 200_000) : Random.Next(1, 3000);
            byte mark = (byte)Random.Next(256);
            void* block = NativeMemory.Alloc((nuint)bytes);
            new Span<byte>(block, bytes).Fill(mark);
            s_blocks.Enqueue(((nint)block, bytes, mark));
        }
        while (s_blocks.Count > Kept && s_blocks.TryDequeue(out (nint Address, int Bytes, byte Mark) block))
        {
            Free(block);
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        while (s_blocks.TryDequeue(out (nint Address, int Bytes, byte Mark) block))
        {
            Free(block);
        }
    }

    private static void Free((nint Address, int Bytes, byte Mark) block)
    {
        // SAFETY: the queue hands each block to one taker, and its length was noted when it was made.
        Check.Equal(-1, new ReadOnlySpan<byte>((void*)block.Address, block.Bytes).IndexOfAnyExcept(block.Mark));
        NativeMemory.Free((void*)block.Address);
    }
}
