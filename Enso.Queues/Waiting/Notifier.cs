using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A signal as an end sees it that notifies others for each message: whether anybody waits is found in one step.
/// </summary>
/// <typeparam name="TAtomics">The queue's atomic steps.</typeparam>
/// <param name="signal">The signal, whose memory this keeps alive.</param>
internal readonly struct Notifier<TAtomics>(Signal<TAtomics> signal)
    where TAtomics : IAtomics
{
    private readonly Signal<TAtomics> _signal = signal;
    private readonly CursorReference _counter = signal.Counter;

    /// <summary>Wakes all who wait. Called after the queue has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Notify()
    {
        // Pairs with the barrier in Signal.Add.
        if (TAtomics.ReadRelaxed(ref _counter.Value.Waiting) != 0)
        {
            _signal.Wake();
        }
    }
}
