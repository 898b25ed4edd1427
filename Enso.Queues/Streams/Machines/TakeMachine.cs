using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a take: the first messages of the source, and nothing pulled beyond them.</summary>
/// <typeparam name="T">What the source carries.</typeparam>
/// <typeparam name="TSource">The source's machine.</typeparam>
public struct TakeMachine<T, TSource> : IStreamMachine<T>
    where TSource : struct, IStreamMachine<T>
{
    private TSource _source;
    private long _remaining;

    internal TakeMachine(TSource source, long count)
    {
        _source = source;
        _remaining = count;
    }

    /// <summary>False: what is taken is finite, whatever it is taken from.</summary>
    public static bool IsEndless => false;

    /// <inheritdoc/>
    public static bool IsPersistent => TSource.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        if (_remaining > 0 && _source.TryNext(out message))
        {
            _remaining--;
            return true;
        }
        _remaining = 0;
        message = default;
        return false;
    }
}
