using System.Numerics;

namespace Enso.Queues;

/// <summary>Classes take turns, and a turn is as many messages as the class's weight: deficit round robin,
/// with messages that cost one each (Shreedhar and Varghese, 1995). A class that runs out of messages loses
/// the rest of its turn.</summary>
/// <remarks>Guarantees, with weights w that sum to W: in any run of k selections during which all classes
/// always have messages and no weight changes, class i is served k*w[i]/W times, give or take less than
/// w[i], its quantum. Whatever the others do, a class that has a message is served after at most W-w[i]
/// messages of other classes.</remarks>
public struct Weighted : ISelection
{
    private readonly Weights _weights;
    private int _class;
    private int _left;

    /// <summary>Makes it.</summary>
    /// <param name="weights">As many as there are classes.</param>
    public Weighted(Weights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights;
    }

    /// <inheritdoc/>
    public void Begin(int classes)
    {
        if (_weights is null || _weights.Count != classes)
        {
            throw new ArgumentException(
                $"There are {classes} classes and {_weights?.Count ?? 0} weights: give each class one.");
        }

        // So that the first turn is class 0's.
        _class = classes - 1;
        _left = 0;
    }

    /// <inheritdoc/>
    public int Select(ulong waiting, out int most)
    {
        if (_left == 0 || (waiting >> _class & 1) == 0)
        {
            // The next one after this class, or from the beginning: this class itself comes last.
            ulong after = _class == 63 ? 0 : waiting & (ulong.MaxValue << (_class + 1));
            _class = BitOperations.TrailingZeroCount(after != 0 ? after : waiting);
            _left = _weights[_class];
        }

        most = _left;
        return _class;
    }

    /// <inheritdoc/>
    public void Served(int served, int count) => _left -= count;
}
