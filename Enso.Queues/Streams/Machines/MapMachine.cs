using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a map: each message of the source, through a function.</summary>
/// <typeparam name="T">What the source carries.</typeparam>
/// <typeparam name="TSource">The source's machine.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
/// <typeparam name="TFunction">The function.</typeparam>
public struct MapMachine<T, TSource, TResult, TFunction> : IStreamMachine<TResult>
    where TSource : struct, IStreamMachine<T>
    where TFunction : struct, IFunction<T, TResult>
{
    private TSource _source;
    private TFunction _function;

    internal MapMachine(TSource source, TFunction function)
    {
        _source = source;
        _function = function;
    }

    /// <inheritdoc/>
    public static bool IsEndless => TSource.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TSource.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out TResult message)
    {
        if (_source.TryNext(out T? argument))
        {
            message = _function.Invoke(argument);
            return true;
        }
        message = default;
        return false;
    }
}
