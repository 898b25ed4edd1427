namespace Enso.Scheduler;

/// <summary>A core's interrupts that have come and were not served, in 16 classes (0 the highest), each a ring in
/// which they keep their order: what the top half fills and the reactor empties. A structure and a type
/// parameter, so that no call is virtual. The kernel's is over memory that the machine's lower half
/// owns.</summary>
/// <remarks>The core's top half ends the core's sleep when it puts something in, as <see cref="IPlatform.Wake"/>
/// would.</remarks>
public interface IInterruptSource
{
    /// <summary>Whether an interrupt waits, or a line that is held back.</summary>
    bool HasWork { get; }

    /// <summary>Which classes have an interrupt: a bit for each.</summary>
    uint Waiting { get; }

    /// <summary>The oldest interrupt of a class. It stays there until <see cref="Release"/>.</summary>
    /// <param name="interruptClass">The class, one of <see cref="Waiting"/>.</param>
    InterruptEvent Peek(int interruptClass);

    /// <summary>Takes it out.</summary>
    /// <param name="interruptClass">The class, which has one.</param>
    void Release(int interruptClass);

    /// <summary>Has a vector's interrupts come in, to this core and a class.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="interruptClass">The class.</param>
    /// <param name="isLevel">Whether its line triggers by level: the top half masks it each time, and where the
    /// ring is full holds it back.</param>
    /// <param name="endsSleep">Whether each is to end the core's sleep; where not, those that come while the core
    /// sleeps need not come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">The vector is not for a reactor.</exception>
    /// <exception cref="InvalidOperationException">The vector's line is served by another core.</exception>
    void Route(int vector, int interruptClass, bool isLevel, bool endsSleep);

    /// <summary>Has a vector's interrupts come in no more; a line is stopped, and held back no more. What is in
    /// its ring stays there.</summary>
    /// <param name="vector">The vector.</param>
    void Unroute(int vector);

    /// <summary>Lets a level-triggered line through again, once what it asserted was served.</summary>
    /// <param name="vector">Its vector.</param>
    void Unmask(int vector);

    /// <summary>Takes a line that was held back and in whose class's ring there is room again, to be
    /// unmasked.</summary>
    /// <returns>Its vector; -1 when there is none.</returns>
    int TakeDeferred();

    /// <summary>What the top half has counted.</summary>
    /// <param name="vector">Of which vector.</param>
    InterruptCounts CountsOf(int vector);
}
