namespace Enso.Queues;

/// <summary>The order that a type has of itself, <see cref="Comparer{T}.Default"/>, as a structure: for numbers it
/// compiles to a comparison.</summary>
/// <typeparam name="T">What is compared.</typeparam>
public readonly struct NaturalComparer<T> : IComparer<T>
{
    /// <inheritdoc/>
    public int Compare(T? x, T? y) => Comparer<T>.Default.Compare(x, y);
}
