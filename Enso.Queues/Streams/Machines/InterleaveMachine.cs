using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of an interleaving: one message of each source by turns; when one has ended, the rest of the
/// other.</summary>
/// <typeparam name="T">What both sources carry.</typeparam>
/// <typeparam name="TLeft">The machine of the source that begins.</typeparam>
/// <typeparam name="TRight">The machine of the other.</typeparam>
public struct InterleaveMachine<T, TLeft, TRight> : IStreamMachine<T>
    where TLeft : struct, IStreamMachine<T>
    where TRight : struct, IStreamMachine<T>
{
    private TLeft _left;
    private TRight _right;
    private bool _isRightsTurn;

    internal InterleaveMachine(TLeft left, TRight right)
    {
        _left = left;
        _right = right;
    }

    /// <inheritdoc/>
    public static bool IsEndless => TLeft.IsEndless || TRight.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TLeft.IsPersistent && TRight.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        _isRightsTurn = !_isRightsTurn;
        return _isRightsTurn
            ? _left.TryNext(out message) || _right.TryNext(out message)
            : _right.TryNext(out message) || _left.TryNext(out message);
    }
}
