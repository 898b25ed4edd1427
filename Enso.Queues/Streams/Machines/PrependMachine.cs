using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a prepended message: <c>Cons</c> for streams.</summary>
/// <typeparam name="T">What the stream carries.</typeparam>
/// <typeparam name="TSource">The machine of the tail.</typeparam>
public struct PrependMachine<T, TSource> : IStreamMachine<T>
    where TSource : struct, IStreamMachine<T>
{
    private TSource _source;
    private T? _head;
    private bool _isHeadGone;

    internal PrependMachine(T head, TSource source)
    {
        _head = head;
        _source = source;
    }

    /// <inheritdoc/>
    public static bool IsEndless => TSource.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TSource.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        if (_isHeadGone)
        {
            return _source.TryNext(out message);
        }
        message = _head!;
        _head = default;
        _isHeadGone = true;
        return true;
    }
}
