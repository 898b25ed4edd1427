namespace Enso.Scheduler;

/// <summary>Where an answer goes: part of a request. Any core or thread may answer, once.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
public readonly struct ReplyTo<T>
{
    private readonly ReplySlot<T>? _slot;
    private readonly long _version;

    internal ReplyTo(ReplySlot<T> slot, long version)
    {
        _slot = slot;
        _version = version;
    }

    /// <summary>Answers.</summary>
    /// <param name="value">The answer.</param>
    /// <returns>Whether it was the first, and the one who asks has not been cancelled.</returns>
    public bool TrySet(T value) => _slot is { } slot && slot.TryAnswer(_version, value, null);

    /// <summary>Says that there is no answer.</summary>
    /// <param name="reason">Why; it is the inner exception of a <see cref="RemoteException"/>.</param>
    /// <returns>As for <see cref="TrySet"/>.</returns>
    public bool TryRefuse(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _slot is { } slot && slot.TryAnswer(_version, default, reason);
    }
}
