using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Timers;

/// <summary>Polls queues of timers as a reactor does.</summary>
internal static class Rounds
{
    /// <summary>Polls until there is nothing left to do now.</summary>
    /// <returns>What has expired.</returns>
    public static List<Expiry> Poll<TQueue>(TQueue queue, long now)
        where TQueue : struct, ITimerQueue
    {
        List<Expiry> expiries = [];
        do
        {
            while (queue.TryExpire(now, out Expiry expiry))
            {
                expiries.Add(expiry);
            }
        }
        while (queue.NextDue <= now && now != long.MaxValue);

        return expiries;
    }
}
