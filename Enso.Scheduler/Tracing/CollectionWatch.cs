using System.Diagnostics;

namespace Enso.Scheduler;

/// <summary>Knows when the collector has stopped all threads, while somebody traces. The runtime tells nobody, so an object is
/// left to each collection, and its finaliser looks at the clock: a little after the collection has ended.</summary>
internal static class CollectionWatch
{
    // As many are kept.
    private const int Most = 1 << 16;

    private static readonly Lock s_lock = new();
    private static readonly List<(long End, long Pause)> s_collections = [];
    private static int s_watchers;
    private static bool s_isWatching;
    private static TimeSpan s_paused;

    /// <summary>Begins to watch; as often as <see cref="End"/> is called.</summary>
    /// <returns>The time of <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public static long Begin()
    {
        lock (s_lock)
        {
            if (s_watchers++ == 0)
            {
                s_collections.Clear();
                s_paused = GC.GetTotalPauseDuration();
                if (!s_isWatching)
                {
                    s_isWatching = true;
                    LeaveOne();
                }
            }

            return Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Ends it.</summary>
    /// <param name="since">What <see cref="Begin"/> has returned.</param>
    /// <returns>When each collection since then ended, in nanoseconds after it, and for how long threads were stopped.
    /// </returns>
    public static List<(long End, long Pause)> End(long since)
    {
        lock (s_lock)
        {
            s_watchers--;
            return
            [
                .. from collection in s_collections
                   where collection.End >= since
                   select ((long)Stopwatch.GetElapsedTime(since, collection.End).TotalNanoseconds, collection.Pause),
            ];
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance", "CA1806:Do not ignore method results", Justification = "It is made to be collected.")]
    private static void LeaveOne() => new Sentinel();

    private static void Note()
    {
        lock (s_lock)
        {
            TimeSpan paused = GC.GetTotalPauseDuration();
            if (s_collections.Count < Most)
            {
                s_collections.Add((Stopwatch.GetTimestamp(), (long)(paused - s_paused).TotalNanoseconds));
            }

            s_paused = paused;
            s_isWatching = s_watchers != 0;
            if (s_isWatching)
            {
                LeaveOne();
            }
        }
    }

    private sealed class Sentinel
    {
        ~Sentinel() => Note();
    }
}
