using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Is told what comes from a queue.</summary>
/// <param name="incoming">Where it is noted.</param>
internal sealed class Observer(Incoming incoming) : IObserver<long>
{
    /// <summary>Comes when the queue ends: with null, or with why it did.</summary>
    public Future<Exception?> End { get; } = new();

    /// <inheritdoc/>
    public void OnCompleted() => End.TrySetResult(null);

    /// <inheritdoc/>
    public void OnError(Exception error) => End.TrySetResult(error);

    /// <inheritdoc/>
    public void OnNext(long value) => incoming.Take(value);
}
