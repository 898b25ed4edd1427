namespace Enso.Queues;

/// <summary>A delegate as a function of two arguments. Each call goes through the delegate.</summary>
/// <typeparam name="T1">The first argument.</typeparam>
/// <typeparam name="T2">The second argument.</typeparam>
/// <typeparam name="TResult">What it gives.</typeparam>
/// <param name="function">The delegate.</param>
public readonly struct DelegateBinaryFunction<T1, T2, TResult>(Func<T1, T2, TResult> function)
    : IBinaryFunction<T1, T2, TResult>
{
    private readonly Func<T1, T2, TResult> _function =
        function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    public TResult Invoke(T1 first, T2 second) => _function(first, second);
}
