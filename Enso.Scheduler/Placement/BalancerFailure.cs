using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Why a balancer goes on no more: a core's part has failed, or was cancelled. All its parts look
/// here.</summary>
internal sealed class BalancerFailure
{
    private Exception? _reason;

    /// <summary>Keeps the reason, if there is none yet; before whoever waits is woken.</summary>
    /// <param name="reason">The reason.</param>
    public void Set(Exception reason) => Interlocked.CompareExchange(ref _reason, reason, null);

    /// <summary>Throws when there is a reason.</summary>
    /// <exception cref="QueueCompletedException">The balancer has failed; why is inside.</exception>
    public void Check()
    {
        // Pairs with the exchange in Set.
        if (Volatile.Read(ref _reason) is { } reason)
        {
            throw new QueueCompletedException(
                $"The balancer goes on no more, for a core's part of it has ended before all was processed: {reason.Message}",
                reason);
        }
    }
}
