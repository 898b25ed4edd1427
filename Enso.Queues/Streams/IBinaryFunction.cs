namespace Enso.Queues;

/// <summary>A function of two arguments: what <see cref="IFunction{T, TResult}"/> is for one. In folds they are what
/// has been gathered so far and the next message.</summary>
/// <typeparam name="T1">The first argument.</typeparam>
/// <typeparam name="T2">The second argument.</typeparam>
/// <typeparam name="TResult">What it gives.</typeparam>
public interface IBinaryFunction<in T1, in T2, out TResult>
{
    /// <summary>Calls the function.</summary>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    TResult Invoke(T1 first, T2 second);
}
