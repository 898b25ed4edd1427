using System.Runtime.ExceptionServices;

namespace Enso.Scheduler;

/// <summary>A task's call of a ring: it waits for a place, or for the device. Used by one call after another.</summary>
/// <typeparam name="TRequest">The requests' type.</typeparam>
/// <param name="forsake">What is done when the task is no more.</param>
internal sealed class IoCall<TRequest>(Action<IoCall<TRequest>> forsake) : Completion
{
    /// <summary>The one before it among those that wait for a place; or among those that nobody uses.</summary>
    public IoCall<TRequest>? Previous { get; set; }

    /// <summary>The one behind it.</summary>
    public IoCall<TRequest>? Next { get; set; }

    /// <summary>The place that it has; below 0 while it waits for one.</summary>
    public int Slot { get; set; }

    /// <summary>The request, while it waits for a place, and when it is completed.</summary>
    public TRequest? Request { get; set; }

    /// <summary>What the device says.</summary>
    public long Value { get; set; }

    /// <summary>What the driver has thrown.</summary>
    public ExceptionDispatchInfo? Error { get; set; }

    /// <inheritdoc/>
    public override void Forsake() => forsake(this);
}
