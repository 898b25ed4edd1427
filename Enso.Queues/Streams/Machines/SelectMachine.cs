using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a selection: each choice says which of two sources the next message is pulled from. It ends
/// with the choices, or when the chosen source has ended.</summary>
/// <typeparam name="T">What both sources carry.</typeparam>
/// <typeparam name="TChoices">The machine of the choices; true is the first source.</typeparam>
/// <typeparam name="TLeft">The first source's machine.</typeparam>
/// <typeparam name="TRight">The second source's machine.</typeparam>
public struct SelectMachine<T, TChoices, TLeft, TRight> : IStreamMachine<T>
    where TChoices : struct, IStreamMachine<bool>
    where TLeft : struct, IStreamMachine<T>
    where TRight : struct, IStreamMachine<T>
{
    private TChoices _choices;
    private TLeft _left;
    private TRight _right;
    private bool _ended;

    internal SelectMachine(TChoices choices, TLeft left, TRight right)
    {
        _choices = choices;
        _left = left;
        _right = right;
    }

    /// <inheritdoc/>
    public static bool IsEndless => TChoices.IsEndless && TLeft.IsEndless && TRight.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TChoices.IsPersistent && TLeft.IsPersistent && TRight.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        if (!_ended && _choices.TryNext(out bool isLeft)
            && (isLeft ? _left.TryNext(out message) : _right.TryNext(out message)))
        {
            return true;
        }
        _ended = true;
        message = default;
        return false;
    }
}
