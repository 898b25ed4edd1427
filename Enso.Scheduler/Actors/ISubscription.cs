namespace Enso.Scheduler;

/// <summary>An observer's hold on what it observes: it asks for as many values as it can take, and gets no
/// more.</summary>
public interface ISubscription : IDisposable
{
    /// <summary>Asks for more values; from any thread.</summary>
    /// <param name="count">How many more; <see cref="long.MaxValue"/> for all that come.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    void Request(long count);
}
