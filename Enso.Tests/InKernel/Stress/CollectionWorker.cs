using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Stress;

/// <summary>Collections of every generation while all others work, with finalizers that must all run and weak references
/// that must all die.</summary>
internal sealed class CollectionWorker(int seed) : StressWorker("collections", seed)
{
    private const int Objects = 500;

    private static long s_finalized;

    private readonly long _before = Interlocked.Read(ref s_finalized);
    private long _made;

    /// <inheritdoc/>
    public override void Round()
    {
        WeakReference last = Make();
        _made += Objects;
        GC.Collect(Random.Next(GC.MaxGeneration + 1),
            Random.Next(2) == 0 ? GCCollectionMode.Forced : GCCollectionMode.Default);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Check.That(!last.IsAlive);
        Check.Equal(_made, Interlocked.Read(ref s_finalized) - _before);
        // The others are to get on, too.
        Thread.Sleep(Random.Next(20));
    }

    // Not inlined: no reference may stay in this thread's registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Make()
    {
        Finalized? last = null;
        for (int i = 0; i < Objects; i++)
        {
            last = new Finalized();
        }
        return new WeakReference(last, trackResurrection: true);
    }

    private sealed class Finalized
    {
        ~Finalized() => Interlocked.Increment(ref s_finalized);
    }
}
