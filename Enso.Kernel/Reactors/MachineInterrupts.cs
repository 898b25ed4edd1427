using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>A core's interrupts, as its reactor sees them: over the queues that the core's top halves fill.</summary>
/// <remarks>It is made before the core's thread runs, and usable once that thread has called <see cref="Attach"/>.
/// </remarks>
internal readonly unsafe struct MachineInterrupts : IInterruptSource
{
    private readonly Core* _core;

    private MachineInterrupts(Core* core) => _core = core;

    /// <inheritdoc/>
    public bool HasWork => InterruptQueues.HasWork(_core->InterruptQueues);

    /// <inheritdoc/>
    public uint Waiting => InterruptQueues.Waiting(_core->InterruptQueues);

    /// <summary>Those of a core.</summary>
    /// <param name="machineCore">The machine's number of the core.</param>
    // SAFETY: per-core blocks are never freed.
    public static MachineInterrupts Of(int machineCore) => new(Cores.At(machineCore));

    /// <summary>Has the calling thread, which is pinned to the core, take its interrupts.</summary>
    /// <param name="platform">The core's platform, whose sleep they end.</param>
    /// <exception cref="InvalidOperationException">Another thread takes them, or memory is short.</exception>
    public static void Attach(in MachinePlatform platform)
    {
        if (TopHalf.Attach(platform.Token) == null)
        {
            throw new InvalidOperationException(
                $"Core {platform.Core} has a reactor that takes its interrupts already, or there is no memory for their queues.");
        }
    }

    /// <summary>Has the calling thread, which took them, take no more.</summary>
    public static void Detach() => TopHalf.Detach();

    /// <inheritdoc/>
    public InterruptEvent Peek(int interruptClass)
    {
        InterruptRecord* record = InterruptQueues.Peek(_core->InterruptQueues, interruptClass);
        return new InterruptEvent((int)record->Vector, (long)record->Stamp, (long)record->Data);
    }

    /// <inheritdoc/>
    public void Release(int interruptClass) => InterruptQueues.Release(_core->InterruptQueues, interruptClass);

    /// <inheritdoc/>
    public void Route(int vector, int interruptClass, bool isLevel, bool endsSleep)
    {
        if (vector is < Vectors.FirstInterrupt or Vectors.TakeSignals or Vectors.Spurious)
        {
            string name =
                vector < Vectors.FirstInterrupt ? "one of the processor's exceptions" : MachineLines.NameOf(vector);
            throw new ArgumentOutOfRangeException(
                nameof(vector), vector, $"Vector 0x{vector:x2} is {name}: a reactor cannot serve it.");
        }

        // A line goes where it is served. A device that sends messages is told by its driver where to send them.
        if (!TopHalf.Route(_core, vector, interruptClass, isLevel, endsSleep))
        {
            throw new InvalidOperationException(
                $"The line of vector 0x{vector:x2} is served by another core: it has to be unregistered there first.");
        }
    }

    /// <inheritdoc/>
    public void Unroute(int vector) => TopHalf.Unroute(_core, vector);

    /// <inheritdoc/>
    public void Unmask(int vector) => IoApic.SetVectorMasked(vector, false);

    /// <inheritdoc/>
    public int TakeDeferred() => InterruptQueues.TakeDeferred(_core->InterruptQueues);

    /// <inheritdoc/>
    public InterruptCounts CountsOf(int vector) => new(
        (long)InterruptQueues.RaisedOf(_core->InterruptQueues, vector),
        (long)InterruptQueues.LostOf(_core->InterruptQueues, vector),
        (long)InterruptQueues.DeferralsOf(_core->InterruptQueues, vector));
}
