namespace Enso.Queues;

/// <summary>The weights of classes, which can be changed from any thread at any time.</summary>
public sealed class Weights
{
    /// <summary>The largest weight.</summary>
    public const int Maximum = 1 << 20;

    private readonly int[] _weights;

    /// <summary>Makes them.</summary>
    /// <param name="weights">One for each class, each from 1 to <see cref="Maximum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not allowed.</exception>
    public Weights(params ReadOnlySpan<int> weights)
    {
        foreach (int weight in weights)
        {
            Check(weight);
        }

        _weights = weights.ToArray();
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _weights.Length;

    /// <summary>The weight of a class. A new one counts from the class's next turn on.</summary>
    /// <param name="index">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not allowed.</exception>
    public int this[int index]
    {
        get => Volatile.Read(ref _weights[index]);
        set => Volatile.Write(ref _weights[index], Check(value));
    }

    private static int Check(int weight) => weight is > 0 and <= Maximum
        ? weight
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, $"A weight is from 1 to {Maximum}.");
}
