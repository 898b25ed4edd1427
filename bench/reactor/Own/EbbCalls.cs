using System.Runtime.CompilerServices;
using Enso.Scheduler;

namespace ReactorBench;

/// <summary>Calls of an object that has a part on each core: each finds the part of its own.</summary>
internal sealed class EbbCalls : OneCore
{
    private readonly Ebb<Part> _ebb = Ebb<Part>.Create(4, _ => new Part());

    /// <inheritdoc/>
    public override void Run(int count)
    {
        Part first = _ebb[Reactor.Core];
        long before = first.Calls;
        for (int i = 0; i < count; i++)
        {
            _ebb[Reactor.Core].Call();
        }

        if (first.Calls - before != count)
        {
            throw new InvalidOperationException("Calls went to another core's part.");
        }
    }

    /// <inheritdoc/>
    protected override void Begin(int count)
    {
    }

    private sealed class Part
    {
        public long Calls { get; private set; }

        // What is measured is the way to it, and a call.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Call() => Calls++;
    }
}
