namespace Enso.Benchmarks;

/// <summary>Values of one thing that was measured several times.</summary>
public sealed class Sample
{
    private readonly double[] _sorted;

    /// <summary>Makes one.</summary>
    /// <param name="values">The values, in any order; at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Sample(IEnumerable<double> values)
    {
        _sorted = [.. values];
        Array.Sort(_sorted);
        if (_sorted.Length == 0)
        {
            throw new ArgumentException("A sample has at least one value.", nameof(values));
        }
    }

    /// <summary>How many values there are.</summary>
    public int Count => _sorted.Length;

    /// <summary>The least.</summary>
    public double Minimum => _sorted[0];

    /// <summary>The greatest.</summary>
    public double Maximum => _sorted[^1];

    /// <summary>The one in the middle; of an even number, the mean of the two in the middle.</summary>
    public double Median => (_sorted[(Count - 1) / 2] + _sorted[Count / 2]) / 2;
}
