using System.Runtime.CompilerServices;

namespace ReactorBench;

/// <summary>Calls of an object of which each thread has its own, by .NET's ThreadLocal.</summary>
internal sealed class ThreadLocalCalls : Subject
{
    private readonly ThreadLocal<Part> _parts = new(() => new Part());

    /// <inheritdoc/>
    public override void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _parts.Value!.Call();
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _parts.Dispose();

    private sealed class Part
    {
        private long _calls;

        // What is measured is the way to it, and a call.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Call() => _calls++;
    }
}
