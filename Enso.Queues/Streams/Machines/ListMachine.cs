using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a list that is pulled.</summary>
/// <typeparam name="T">What the list carries.</typeparam>
public struct ListMachine<T> : IStreamMachine<T>
{
    private ReadOnlyMemory<T> _run;
    private int _index;
    private MessageList<T> _rest;

    internal ListMachine(MessageList<T> list) => _rest = list;

    /// <inheritdoc/>
    public static bool IsEndless => false;

    /// <summary>True: what the list is a view of does not change under it.</summary>
    public static bool IsPersistent => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        ReadOnlySpan<T> run = _run.Span;
        if ((uint)_index < (uint)run.Length)
        {
            message = run[_index++];
            return true;
        }
        return TryNextRun(out message);
    }

    private bool TryNextRun([MaybeNullWhen(false)] out T message)
    {
        if (!MessageList<T>.TryTakeRun(ref _rest, out _run))
        {
            _index = 0;
            message = default;
            return false;
        }
        message = _run.Span[0];
        _index = 1;
        return true;
    }
}
