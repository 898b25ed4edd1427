using System.Numerics;

namespace Enso.Queues;

/// <summary>The highest class first, but a message rises while it waits at the head of its class: by one
/// class for each <c>step</c> messages that are served before it.</summary>
/// <remarks><para>Guarantee, with n classes: a message that a selection finds at the head of class i is
/// served after at most <c>i*step + n - 1</c> messages of other classes (<see cref="Bound"/>), whatever the
/// others do. So none starves.</para>
/// <para>Why: it comes to choosing the smallest of "when the head came there, plus i*step", counted in
/// messages served. That time is fixed for each head. Until it is reached, at most i*step messages are
/// served; after, every other class has at most one head that came there early enough to go
/// first.</para></remarks>
public struct Ageing : ISelection
{
    /// <summary>The largest step.</summary>
    public const int MaximumStep = 1 << 20;

    private readonly int _step;

    // For each class the turn by which its head should be served; those of classes that are not in _known
    // are old.
    private long[] _due;
    private ulong _known;
    private long _served;

    /// <summary>Makes it.</summary>
    /// <param name="step">After how many messages a waiting one rises by a class; from 1 to
    /// <see cref="MaximumStep"/>. The larger, the closer to <see cref="Strict"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not allowed.</exception>
    public Ageing(int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, MaximumStep);
        _step = step;
        _due = [];
    }

    /// <summary>How many messages of other classes can be served before one at the head of a class.</summary>
    /// <param name="index">The class.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="step">The step.</param>
    public static long Bound(int index, int classes, int step) => ((long)index * step) + classes - 1;

    /// <inheritdoc/>
    public void Begin(int classes)
    {
        if (_step == 0)
        {
            throw new ArgumentException("Make it by its constructor: the default value has no step.");
        }

        _due = new long[classes];
    }

    /// <inheritdoc/>
    public int Select(ulong waiting, out int most)
    {
        // Heads that were not there at the last selection.
        for (ulong fresh = waiting & ~_known; fresh != 0; fresh &= fresh - 1)
        {
            int index = BitOperations.TrailingZeroCount(fresh);
            _due[index] = _served + ((long)index * _step);
        }

        _known = waiting;
        int first = BitOperations.TrailingZeroCount(waiting);
        for (ulong rest = waiting & (waiting - 1); rest != 0; rest &= rest - 1)
        {
            int index = BitOperations.TrailingZeroCount(rest);
            if (_due[index] < _due[first])
            {
                first = index;
            }
        }

        // Nobody is passed over while no other class waits.
        most = (waiting & (waiting - 1)) == 0 ? int.MaxValue : 1;
        return first;
    }

    /// <inheritdoc/>
    public void Served(int served, int count)
    {
        _served += count;

        // The next message of the class comes to its head only now.
        _known &= ~(1UL << served);
    }
}
