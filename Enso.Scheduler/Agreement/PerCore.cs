using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>A value for each core, in cache lines that no other core's value shares. For small things that a core
/// writes often: counts, marks, positions.</summary>
/// <remarks>A core writes its own value only, and needs no atomic step for it. Who reads another core's value
/// reads it with <see cref="Volatile"/> and sees some value that was there, when it is a word or smaller.</remarks>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class PerCore<T>
    where T : struct
{
    private readonly Slot[] _slots;

    /// <summary>Makes the values, all of them the default.</summary>
    /// <param name="cores">How many cores there are; at least 1.</param>
    public PerCore(int cores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        _slots = new Slot[cores];
    }

    /// <summary>How many cores there are.</summary>
    public int Cores => _slots.Length;

    /// <summary>A core's value, where it lies.</summary>
    /// <param name="core">The core, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such core.</exception>
    public ref T this[int core]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[core].Value;
    }

    // In whatever order the runtime lays the fields out, two values are a pair of lines and more apart: processors
    // fetch lines by pairs. The same space keeps the first value from the array's length, which everybody reads.
    private struct Slot
    {
        public T Value;
#pragma warning disable CS0169 // It is there for its size.
        private readonly LinePair _space;
#pragma warning restore CS0169
    }
}
