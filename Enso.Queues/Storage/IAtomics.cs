namespace Enso.Queues;

/// <summary>The steps at which the threads of a queue meet. A queue's algorithm takes them from its storage's type, so that
/// hardware's are inlined and cost nothing, and a test can put its own in their place, which try every order in which the
/// steps of several threads may happen.</summary>
/// <remarks>The words are those of the C++ memory model: what was written before a release is seen after an acquire that
/// reads the released value, or one that was written later.</remarks>
public interface IAtomics
{
    /// <summary>Reads a location that only the calling thread writes.</summary>
    /// <param name="location">The location.</param>
    /// <returns>What it holds.</returns>
    static virtual long ReadOwn(ref long location) => location;

    /// <summary>Reads a location that another thread writes, with nothing being said about other locations.</summary>
    /// <param name="location">The location.</param>
    /// <returns>What it holds.</returns>
    static virtual long ReadRelaxed(ref long location) => Volatile.Read(ref location);

    /// <summary>Writes a location with nothing being said about other locations.</summary>
    /// <param name="location">The location.</param>
    /// <param name="value">The value.</param>
    static virtual void WriteRelaxed(ref long location, long value) => Volatile.Write(ref location, value);

    /// <summary>Reads a location; what comes after happens after.</summary>
    /// <param name="location">The location.</param>
    /// <returns>What it holds.</returns>
    static virtual long ReadAcquire(ref long location) => Volatile.Read(ref location);

    /// <summary>Writes a location; what came before happens before.</summary>
    /// <param name="location">The location.</param>
    /// <param name="value">The value.</param>
    static virtual void WriteRelease(ref long location, long value) => Volatile.Write(ref location, value);

    /// <summary>Reads a small location; what comes after happens after.</summary>
    /// <param name="location">The location.</param>
    /// <returns>What it holds.</returns>
    static virtual byte ReadAcquire(ref byte location) => Volatile.Read(ref location);

    /// <summary>Writes a small location; what came before happens before.</summary>
    /// <param name="location">The location.</param>
    /// <param name="value">The value.</param>
    static virtual void WriteRelease(ref byte location, byte value) => Volatile.Write(ref location, value);

    /// <summary>Writes a location if it holds what is expected: acquire and release at once.</summary>
    /// <param name="location">The location.</param>
    /// <param name="value">The value.</param>
    /// <param name="expected">What it must hold.</param>
    /// <returns>What it held: when that is what was expected, it was written.</returns>
    static virtual long CompareExchange(ref long location, long value, long expected) =>
        Interlocked.CompareExchange(ref location, value, expected);

    /// <summary>Adds to a location: acquire and release at once.</summary>
    /// <param name="location">The location.</param>
    /// <param name="amount">How much.</param>
    static virtual void Add(ref long location, long amount) => Interlocked.Add(ref location, amount);

    /// <summary>A full barrier on every core that runs a thread of this process: it makes the cheap side of a pair of
    /// barriers free, and the rare side pay for both.</summary>
    static virtual void BarrierEverywhere() => Interlocked.MemoryBarrierProcessWide();
}
