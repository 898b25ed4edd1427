namespace Enso.Scheduler;

/// <summary>What brings requests to a device. A structure, compiled into its <see cref="IoRing{TRequest, TDriver}"/>;
/// called on the ring's core, and short.</summary>
/// <typeparam name="TRequest">The requests' type.</typeparam>
public interface IIoDriver<TRequest>
{
    /// <summary>Has the device begin a request. When it is done, the driver says so, once
    /// (<see cref="IoRing{TRequest, TDriver}.TryComplete"/>), from any thread; that may be before this returns.</summary>
    /// <param name="tag">The request's tag.</param>
    /// <param name="request">The request, where it lies until it is completed.</param>
    /// <exception cref="Exception">Thrown to the task; the device has not begun it.</exception>
    void Submit(IoTag tag, ref TRequest request);

    /// <summary>Told that nobody waits for a request any more. The device may give it up; it is completed all the
    /// same, once.</summary>
    /// <param name="tag">The request's tag.</param>
    void Cancel(IoTag tag);

    /// <summary>Takes back what a request owns for which nobody waits any more, once the device does not use
    /// it.</summary>
    /// <param name="request">The request.</param>
    void Reclaim(ref TRequest request);
}
