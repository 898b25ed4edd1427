using System.Runtime.CompilerServices;
using Enso.Queues;

namespace Enso.Tests.Queues.Exploration;

/// <summary>What is left out of an algorithm on purpose, to see that the explorer finds it.</summary>
internal interface IPlanted
{
    /// <summary>Whether writes release.</summary>
    static abstract bool Releases { get; }

    /// <summary>Whether the barrier of all threads is one.</summary>
    static abstract bool HasBarrier { get; }
}

/// <summary>Nothing is left out.</summary>
internal struct Sound : IPlanted
{
    /// <inheritdoc/>
    public static bool Releases => true;

    /// <inheritdoc/>
    public static bool HasBarrier => true;
}

/// <summary>Writes do not release.</summary>
internal struct WithoutRelease : IPlanted
{
    /// <inheritdoc/>
    public static bool Releases => false;

    /// <inheritdoc/>
    public static bool HasBarrier => true;
}

/// <summary>The barrier is missing.</summary>
internal struct WithoutBarrier : IPlanted
{
    /// <inheritdoc/>
    public static bool Releases => true;

    /// <inheritdoc/>
    public static bool HasBarrier => false;
}

/// <summary>A ring whose atomic steps the <see cref="Explorer"/> orders.</summary>
internal readonly unsafe struct ExploredVec<TPlanted> : IStorage<long, ExploredVec<TPlanted>>
    where TPlanted : struct, IPlanted
{
    private readonly long[] _items;

    private ExploredVec(long[] items) => _items = items;

    /// <inheritdoc/>
    public static bool IsFixed => true;

    /// <inheritdoc/>
    public long MaximumCapacity => _items.Length;

    /// <inheritdoc/>
    public long Capacity => _items.Length;

    /// <inheritdoc/>
    public static ExploredVec<TPlanted> Create(int capacity, long maximum, Func<long>? fill) =>
        new(new long[Capacities.Check(capacity)]);

    static long IAtomics.ReadOwn(ref long location) => Read(ref location, isAcquire: false, isNewest: true);

    static long IAtomics.ReadRelaxed(ref long location) => Read(ref location, isAcquire: false, isNewest: false);

    static long IAtomics.ReadAcquire(ref long location) => Read(ref location, isAcquire: true, isNewest: false);

    static void IAtomics.WriteRelaxed(ref long location, long value) => Write(ref location, value, isRelease: false);

    static void IAtomics.WriteRelease(ref long location, long value) =>
        Write(ref location, value, TPlanted.Releases);

    static byte IAtomics.ReadAcquire(ref byte location)
    {
        Explorer.Step();
        return Explorer.Here is { } here
            ? (byte)here.Memory.Read(here.Thread, AddressOf(ref location), location, isAcquire: true, isNewest: false)
            : location;
    }

    static void IAtomics.WriteRelease(ref byte location, byte value)
    {
        Explorer.Step();
        if (Explorer.Here is { } here)
        {
            here.Memory.Write(here.Thread, AddressOf(ref location), location, value, TPlanted.Releases);
        }

        location = value;
    }

    static long IAtomics.CompareExchange(ref long location, long value, long expected)
    {
        Explorer.Step();
        if (Explorer.Here is not { } here)
        {
            return Interlocked.CompareExchange(ref location, value, expected);
        }

        nint address = AddressOf(ref location);
        long seen = here.Memory.Read(here.Thread, address, location, isAcquire: true, isNewest: true);
        if (seen != expected)
        {
            return seen;
        }

        here.Memory.Write(here.Thread, address, location, value, isRelease: true);
        location = value;
        return seen;
    }

    static void IAtomics.Add(ref long location, long amount)
    {
        Explorer.Step();
        if (Explorer.Here is not { } here)
        {
            location += amount;
            return;
        }

        nint address = AddressOf(ref location);
        long before = here.Memory.Read(here.Thread, address, location, isAcquire: true, isNewest: true);
        here.Memory.Write(here.Thread, address, location, before + amount, isRelease: true);
        location = before + amount;
    }

    static void IAtomics.BarrierEverywhere()
    {
        Explorer.Step();
        if (Explorer.Here is { } here && TPlanted.HasBarrier)
        {
            here.Memory.Barrier();
        }
    }

    /// <inheritdoc/>
    public long LimitFor(long oldest) => oldest + _items.Length;

    /// <inheritdoc/>
    public long OldestFor(long limit) => limit - _items.Length;

    /// <inheritdoc/>
    public bool TryGrow(long oldest, long next, long limit) => false;

    /// <inheritdoc/>
    public ref long ToWrite(long sequence) => ref Touch(sequence, 1, isWrite: true)[0];

    /// <inheritdoc/>
    public Span<long> ToWrite(long sequence, int count) => Touch(sequence, count, isWrite: true);

    /// <inheritdoc/>
    public ref long ToRead(long sequence) => ref Touch(sequence, 1, isWrite: false)[0];

    /// <inheritdoc/>
    public Span<long> ToRead(long sequence, int count) => Touch(sequence, count, isWrite: false);

    /// <inheritdoc/>
    public void Prefetch(long sequence, int count)
    {
    }

    /// <inheritdoc/>
    public void Seek(long sequence)
    {
    }

    private Span<long> Touch(long sequence, int count, bool isWrite)
    {
        int first = (int)sequence & (_items.Length - 1);
        count = Math.Min(count, _items.Length - first);
        for (int i = 0; i < count; i++)
        {
            Explorer.Here?.Memory.Touch(Explorer.Here.Value.Thread, _items, first + i, isWrite);
        }

        return _items.AsSpan(first, count);
    }

    // What a location holds is kept in it too: it is its first value in the next exploration's memory.
    private static long Read(ref long location, bool isAcquire, bool isNewest)
    {
        Explorer.Step();
        return Explorer.Here is { } here
            ? here.Memory.Read(here.Thread, AddressOf(ref location), location, isAcquire, isNewest)
            : location;
    }

    private static void Write(ref long location, long value, bool isRelease)
    {
        Explorer.Step();
        if (Explorer.Here is { } here)
        {
            here.Memory.Write(here.Thread, AddressOf(ref location), location, value, isRelease);
        }

        location = value;
    }

    // SAFETY: queues keep all their atomic locations in pinned memory.
    private static nint AddressOf<T>(ref T location) => (nint)Unsafe.AsPointer(ref location);
}
