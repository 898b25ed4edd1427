using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a zip: the first of one source with the first of the other, and so on, until either ends.
/// </summary>
/// <typeparam name="TLeft">What the first source carries.</typeparam>
/// <typeparam name="TLeftSource">The first source's machine, which is pulled first.</typeparam>
/// <typeparam name="TRight">What the second source carries.</typeparam>
/// <typeparam name="TRightSource">The second source's machine.</typeparam>
public struct ZipMachine<TLeft, TLeftSource, TRight, TRightSource> : IStreamMachine<(TLeft Left, TRight Right)>
    where TLeftSource : struct, IStreamMachine<TLeft>
    where TRightSource : struct, IStreamMachine<TRight>
{
    private TLeftSource _left;
    private TRightSource _right;
    private bool _ended;

    internal ZipMachine(TLeftSource left, TRightSource right)
    {
        _left = left;
        _right = right;
    }

    /// <inheritdoc/>
    public static bool IsEndless => TLeftSource.IsEndless && TRightSource.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TLeftSource.IsPersistent && TRightSource.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out (TLeft Left, TRight Right) message)
    {
        if (!_ended && _left.TryNext(out TLeft? left) && _right.TryNext(out TRight? right))
        {
            message = (left, right);
            return true;
        }
        _ended = true;
        message = default;
        return false;
    }
}
