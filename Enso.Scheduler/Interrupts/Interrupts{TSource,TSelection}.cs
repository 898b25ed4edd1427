using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A core's interrupts from a certain source, in a certain order: both are compiled into the loop.</summary>
/// <typeparam name="TSource">Where they come from.</typeparam>
/// <typeparam name="TSelection">How the next class is chosen.</typeparam>
public sealed class Interrupts<TSource, TSelection> : Interrupts
    where TSource : struct, IInterruptSource
    where TSelection : struct, ISelection
{
    private TSource _source;
    private TSelection _selection;

    internal Interrupts(Reactor reactor, TSource source, TSelection selection)
        : base(reactor)
    {
        _source = source;
        _selection = selection;
        _selection.Begin(InterruptLine.Classes);
    }

    /// <inheritdoc/>
    public override bool HasWork => _source.HasWork;

    /// <inheritdoc/>
    internal override int Poll(int most)
    {
        int count = 0;
        uint open = uint.MaxValue;

        // Looked at anew each time: a higher class may have got one meanwhile.
        while (count < most && (_source.Waiting & open) is var waiting && waiting != 0)
        {
            int interruptClass = _selection.Select(waiting, out int _);
            if (!TryServe(_source.Peek(interruptClass)))
            {
                // It waits for other cores: the other classes do not wait with it. They age without it, as if it
                // had come later.
                open &= ~(1u << interruptClass);
                continue;
            }

            _source.Release(interruptClass);
            _selection.Served(interruptClass, 1);
            count++;
        }

        // As many as there are vectors at most: one whose line is unmasked here may be held back again.
        for (int i = 0; i < InterruptLine.Vectors && _source.TakeDeferred() is var vector && vector >= 0; i++)
        {
            Unmask(vector);
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    private protected override void Open(int vector) => _source.Unmask(vector);

    /// <inheritdoc/>
    private protected override void Route(InterruptLine line, bool endsSleep) =>
        _source.Route(line.Vector, line.ClassOrDefault, line.IsLevel, endsSleep);

    /// <inheritdoc/>
    private protected override void Unroute(int vector) => _source.Unroute(vector);

    /// <inheritdoc/>
    private protected override InterruptCounts CountsOf(int vector) => _source.CountsOf(vector);
}
