namespace Enso.Queues;

/// <summary>Two delegates as a switch: which message it is at, and which stream it leads to.</summary>
/// <typeparam name="TMessage">What both streams carry.</typeparam>
/// <typeparam name="TNext">The machine of the stream that is switched to.</typeparam>
/// <param name="isSwitch">Whether a message is the switch.</param>
/// <param name="next">From that message, the stream to go on with.</param>
public readonly struct DelegateSwitch<TMessage, TNext>(
    Func<TMessage, bool> isSwitch, Func<TMessage, Stream<TMessage, TNext>> next) : ISwitch<TMessage, TNext>
    where TNext : struct, IStreamMachine<TMessage>
{
    private readonly Func<TMessage, bool> _isSwitch = isSwitch ?? throw new ArgumentNullException(nameof(isSwitch));

    private readonly Func<TMessage, Stream<TMessage, TNext>> _next =
        next ?? throw new ArgumentNullException(nameof(next));

    /// <inheritdoc/>
    public bool TrySwitch(TMessage message, out Stream<TMessage, TNext> next)
    {
        if (_isSwitch(message))
        {
            next = _next(message);
            return true;
        }
        next = default;
        return false;
    }
}
