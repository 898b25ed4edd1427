using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>An elastic building block: one object to its users, and one <em>representative</em> of it on each
/// core, made on the core's first use (EbbRT, OSDI 2016). What a core does often touches its own representative
/// only.</summary>
/// <remarks><para>A caller knows its core because its context carries the number: a reactor, a task's context and a
/// <see cref="IPlatform"/> have it as an integer that does not change while they run. There is no look-up in a
/// thread's storage, and code that could move to another core in between must not use an old number.</para>
/// <para>Each core makes its own representative, any number of them at the same time. To add up what
/// representatives hold, <see cref="Existing"/> visits those that there are.</para></remarks>
/// <typeparam name="T">The type of the representatives.</typeparam>
public sealed class Ebb<T>
    where T : class
{
    private readonly T?[] _representatives;
    private readonly bool[] _isBeingMade;
    private readonly Func<int, T> _factory;

    private Ebb(int cores, Func<int, T> factory)
    {
        _representatives = new T?[cores];
        _isBeingMade = new bool[cores];
        _factory = factory;
    }

    /// <summary>How many cores there are.</summary>
    public int Cores => _representatives.Length;

    /// <summary>The representatives that there are, in the order of their cores. Those that are made meanwhile may
    /// be left out.</summary>
    public EbbEnumerable<T> Existing => new(_representatives);

    /// <summary>A core's representative, which is made when there is none. Called on that core.</summary>
    /// <param name="core">The core, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such core.</exception>
    /// <exception cref="InvalidOperationException">The factory asks for what it is making, or gave
    /// null.</exception>
    public T this[int core]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _representatives[core] ?? Make(core);
    }

    /// <summary>Makes one, without representatives.</summary>
    /// <param name="cores">How many cores there are; at least 1.</param>
    /// <param name="factory">Makes the representative of a core, on that core. When it throws there is none, and
    /// the next use tries again.</param>
    /// <returns>The block.</returns>
    public static Ebb<T> Create(int cores, Func<int, T> factory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        ArgumentNullException.ThrowIfNull(factory);
        return new Ebb<T>(cores, factory);
    }

    /// <summary>A core's representative if there is one; from any core.</summary>
    /// <param name="core">The core, from 0.</param>
    /// <returns>The representative, or null.</returns>
    public T? Find(int core) => Volatile.Read(ref _representatives[core]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T Make(int core)
    {
        if (_isBeingMade[core])
        {
            throw new InvalidOperationException(
                $"The factory of core {core}'s {typeof(T).Name} uses the representative that it is making.");
        }

        _isBeingMade[core] = true;
        try
        {
            T made = _factory(core)
                ?? throw new InvalidOperationException($"The factory gave no {typeof(T).Name} for core {core}.");

            // Pairs with the reads in Find and EbbEnumerator: who sees it sees it whole.
            Volatile.Write(ref _representatives[core], made);
            return made;
        }
        finally
        {
            _isBeingMade[core] = false;
        }
    }
}
