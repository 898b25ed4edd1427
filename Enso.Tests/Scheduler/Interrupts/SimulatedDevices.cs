using System.Runtime.InteropServices;
using Enso.Machine.Interrupts;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Interrupts;

/// <summary>Devices and a core's interrupt controller that are made up, over the machine's real rings.</summary>
internal sealed unsafe class SimulatedDevices : IDisposable
{
    private readonly Simulation<RoundRobin> _simulation;
    private readonly int _core;
    private readonly InterruptQueues* _queues;
    private readonly bool[] _isMasked = Array.ConvertAll(new bool[256], _ => true);

    // What a level-triggered line asserts, and whether it came while the line was masked.
    private readonly Queue<long>[] _asserted = Array.ConvertAll(new int[256], _ => new Queue<long>());

    public SimulatedDevices(Simulation<RoundRobin> simulation, int core, uint capacity)
    {
        (_simulation, _core) = (simulation, core);
        nuint bytes = (nuint)InterruptQueues.BytesFor(capacity);
        _queues = (InterruptQueues*)NativeMemory.AlignedAlloc(bytes, 128);
        NativeMemory.Clear(_queues, bytes);
        InterruptQueues.Initialise(_queues, capacity);
    }

    public Source ForReactor => new(this);

    /// <summary>Whether the reactor has nothing to do here.</summary>
    public bool IsIdle => !InterruptQueues.HasWork(_queues);

    /// <summary>A vector whose line another core has.</summary>
    public int Foreign { get; set; } = -1;

    public bool IsMasked(int vector) => _isMasked[vector];

    /// <summary>A device raises an edge.</summary>
    public InterruptPush Raise(int vector, long data = 0)
    {
        _simulation.Interrupt(_core);
        return InterruptQueues.Push(_queues, vector, (ulong)_simulation.Now, (ulong)data);
    }

    /// <summary>A device holds its line until it is served (<see cref="Serve"/>).</summary>
    public void Assert(int vector, long data)
    {
        _asserted[vector].Enqueue(data);
        Trigger(vector);
    }

    /// <summary>What the driver reads from the device: all that it wants.</summary>
    public IEnumerable<long> Serve(int vector)
    {
        while (_asserted[vector].TryDequeue(out long data))
        {
            yield return data;
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_queues);

    private void Trigger(int vector)
    {
        if (_asserted[vector].Count == 0 || _isMasked[vector])
        {
            return;
        }

        _isMasked[vector] = true;
        NUnit.Framework.Assert.That(InterruptQueues.IsTaken(_queues, vector), $"vector {vector} is open and nobody's");
        _simulation.Interrupt(_core);
        InterruptQueues.Push(_queues, vector, (ulong)_simulation.Now, 0);
    }

    private void Unmask(int vector)
    {
        _isMasked[vector] = false;
        Trigger(vector);
    }

    /// <summary>The reactor's side.</summary>
    public readonly struct Source(SimulatedDevices machine) : IInterruptSource
    {
        public bool HasWork => InterruptQueues.HasWork(machine._queues);

        public uint Waiting => InterruptQueues.Waiting(machine._queues);

        public InterruptEvent Peek(int interruptClass)
        {
            InterruptRecord* record = InterruptQueues.Peek(machine._queues, interruptClass);
            return new InterruptEvent((int)record->Vector, (long)record->Stamp, (long)record->Data);
        }

        public void Release(int interruptClass) => InterruptQueues.Release(machine._queues, interruptClass);

        public void Route(int vector, int interruptClass, bool isLevel, bool endsSleep)
        {
            if (vector == machine.Foreign)
            {
                throw new InvalidOperationException($"The line of vector {vector} is another core's.");
            }

            InterruptQueues.Route(machine._queues, vector, interruptClass, isLevel, endsSleep);
            machine.Unmask(vector);
        }

        public void Unroute(int vector)
        {
            machine._isMasked[vector] = true;
            InterruptQueues.Unroute(machine._queues, vector);
        }

        public void Unmask(int vector) => machine.Unmask(vector);

        public int TakeDeferred() => InterruptQueues.TakeDeferred(machine._queues);

        public InterruptCounts CountsOf(int vector) => new(
            (long)InterruptQueues.RaisedOf(machine._queues, vector),
            (long)InterruptQueues.LostOf(machine._queues, vector),
            (long)InterruptQueues.DeferralsOf(machine._queues, vector));
    }
}
