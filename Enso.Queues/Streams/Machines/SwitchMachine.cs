using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of a switch: the messages of one source up to the one that is the switch, then those of the
/// stream that it leads to. It switches once; to switch again, switch the stream that is switched to.</summary>
/// <typeparam name="T">What both streams carry.</typeparam>
/// <typeparam name="TSource">The machine that is pulled first.</typeparam>
/// <typeparam name="TNext">The machine that is pulled after the switch.</typeparam>
/// <typeparam name="TSwitch">Says when and to what.</typeparam>
public struct SwitchMachine<T, TSource, TNext, TSwitch> : IStreamMachine<T>
    where TSource : struct, IStreamMachine<T>
    where TNext : struct, IStreamMachine<T>
    where TSwitch : struct, ISwitch<T, TNext>
{
    private TSource _source;
    private TSwitch _switch;
    private Stream<T, TNext> _next;
    private bool _switched;

    internal SwitchMachine(TSource source, TSwitch @switch)
    {
        _source = source;
        _switch = @switch;
    }

    /// <inheritdoc/>
    public static bool IsEndless => TSource.IsEndless && TNext.IsEndless;

    /// <inheritdoc/>
    public static bool IsPersistent => TSource.IsPersistent && TNext.IsPersistent;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        if (_switched)
        {
            return _next.TryNext(out message);
        }
        if (!_source.TryNext(out message))
        {
            return false;
        }
        if (!_switch.TrySwitch(message, out Stream<T, TNext> next))
        {
            return true;
        }
        _switched = true;
        _next = next;
        return _next.TryNext(out message);
    }
}
