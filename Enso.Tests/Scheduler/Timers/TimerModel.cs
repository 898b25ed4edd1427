using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Timers;

/// <summary>What a queue of timers must do, as a plain list.</summary>
/// <param name="tickOf">The tick on which a timer of some slack expires, in nanoseconds; 1 for a precise one.</param>
internal sealed class TimerModel(Func<long, long> tickOf)
{
    private readonly List<Timer> _pending = [];
    private long _order;

    /// <summary>A timer.</summary>
    public sealed class Timer
    {
        public required TimerHandle Handle { get; init; }

        public required TimerTerms Terms { get; init; }

        /// <summary>When it is due.</summary>
        public long Due { get; set; }

        /// <summary>When it must be given.</summary>
        public long At { get; set; }

        /// <summary>Which was made first of those at the same time.</summary>
        public long Order { get; set; }
    }

    /// <summary>The latest poll.</summary>
    public long Now { get; set; }

    public int Count => _pending.Count;

    /// <summary>When the first one must be given.</summary>
    public long First => _pending.Select(timer => timer.At).DefaultIfEmpty(long.MaxValue).Min();

    public Timer? this[TimerHandle handle] => _pending.Find(timer => timer.Handle == handle);

    public void Create(TimerHandle handle, long due, TimerTerms terms)
    {
        Timer timer = new() { Handle = handle, Terms = terms };
        Place(timer, due);
        _pending.Add(timer);
    }

    public bool Cancel(TimerHandle handle) => _pending.RemoveAll(timer => timer.Handle == handle) == 1;

    /// <summary>Those that may come next: of the tick, or the only one where all are precise.</summary>
    public IEnumerable<Timer> Next(long tick) => _pending.Where(timer => tickOf(timer.Terms.Slack) == tick)
        .GroupBy(timer => tick == 1 ? (timer.At, timer.Order) : (timer.At, 0)).OrderBy(group => group.Key)
        .Take(1).SelectMany(group => group);

    /// <summary>Gives a timer.</summary>
    /// <returns>What its expiry must be.</returns>
    public Expiry Expire(Timer timer)
    {
        long missed = 0;
        long due = timer.Due;
        if (timer.Terms.Interval == 0)
        {
            _pending.Remove(timer);
        }
        else
        {
            missed = timer.Terms.Late == LateTicks.Deliver ? 0 : (Now - due) / timer.Terms.Interval;
            Place(timer, due + ((missed + 1) * timer.Terms.Interval));
        }

        return new Expiry(timer.Handle, due, missed, timer.Terms.State, timer.Terms.Target);
    }

    private void Place(Timer timer, long due)
    {
        long tick = tickOf(timer.Terms.Slack);
        timer.Due = due;
        timer.Order = _order++;
        if (due <= Now)
        {
            timer.At = Now / tick * tick;
            return;
        }

        // The multiple of the largest power of two in the window, tried one after another.
        long last = due + timer.Terms.Slack;
        timer.At = (due + tick - 1) / tick * tick;
        for (long power = tick; power < 1L << 62; power *= 2)
        {
            long multiple = last / power * power;
            if (multiple >= due)
            {
                timer.At = multiple;
            }
        }
    }
}
