using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a merge: two ordered sources as one ordered stream. Of equal messages the first source's
/// comes first. It holds one message of each source, and pulls only from the one whose message it gave.</summary>
/// <typeparam name="T">What both sources carry.</typeparam>
/// <typeparam name="TLeft">The first source's machine.</typeparam>
/// <typeparam name="TRight">The second source's machine.</typeparam>
/// <typeparam name="TComparer">The order.</typeparam>
public struct MergeMachine<T, TLeft, TRight, TComparer> : IStreamMachine<T>
    where TLeft : struct, IStreamMachine<T>
    where TRight : struct, IStreamMachine<T>
    where TComparer : struct, IComparer<T>
{
    private TLeft _left;
    private TRight _right;
    private TComparer _comparer;
    private T? _fromLeft;
    private T? _fromRight;
    private Held _leftHeld;
    private Held _rightHeld;

    internal MergeMachine(TLeft left, TRight right, TComparer comparer)
    {
        _left = left;
        _right = right;
        _comparer = comparer;
    }

    /// <summary>What is known of a source.</summary>
    private enum Held : byte
    {
        /// <summary>It is to be pulled.</summary>
        Nothing,

        /// <summary>Its next message is here.</summary>
        Message,

        /// <summary>It is at its end.</summary>
        End,
    }

    /// <inheritdoc/>
    public static bool IsEndless => TLeft.IsEndless || TRight.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TLeft.IsPersistent && TRight.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        if (_leftHeld == Held.Nothing)
        {
            _leftHeld = _left.TryNext(out _fromLeft) ? Held.Message : Held.End;
        }
        if (_rightHeld == Held.Nothing)
        {
            _rightHeld = _right.TryNext(out _fromRight) ? Held.Message : Held.End;
        }
        if (_leftHeld == Held.Message
            && (_rightHeld == Held.End || _comparer.Compare(_fromLeft, _fromRight) <= 0))
        {
            message = _fromLeft!;
            _fromLeft = default;
            _leftHeld = Held.Nothing;
            return true;
        }
        if (_rightHeld == Held.Message)
        {
            message = _fromRight!;
            _fromRight = default;
            _rightHeld = Held.Nothing;
            return true;
        }
        message = default;
        return false;
    }
}
