namespace Enso.Queues;

/// <summary>A delegate as a comparer. Each call goes through the delegate.</summary>
/// <typeparam name="T">What is compared.</typeparam>
/// <param name="comparison">The delegate.</param>
public readonly struct DelegateComparer<T>(Comparison<T> comparison) : IComparer<T>
{
    private readonly Comparison<T> _comparison = comparison ?? throw new ArgumentNullException(nameof(comparison));

    /// <inheritdoc/>
    public int Compare(T? x, T? y) => _comparison(x!, y!);
}
