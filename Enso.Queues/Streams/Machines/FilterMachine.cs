using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a filter: the messages of the source for which a predicate holds, in their order.</summary>
/// <typeparam name="T">What the source carries.</typeparam>
/// <typeparam name="TSource">The source's machine.</typeparam>
/// <typeparam name="TPredicate">The predicate.</typeparam>
public struct FilterMachine<T, TSource, TPredicate> : IStreamMachine<T>
    where TSource : struct, IStreamMachine<T>
    where TPredicate : struct, IFunction<T, bool>
{
    private TSource _source;
    private TPredicate _predicate;

    internal FilterMachine(TSource source, TPredicate predicate)
    {
        _source = source;
        _predicate = predicate;
    }

    /// <inheritdoc/>
    public static bool IsEndless => TSource.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TSource.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        while (_source.TryNext(out message))
        {
            if (_predicate.Invoke(message))
            {
                return true;
            }
        }
        return false;
    }
}
