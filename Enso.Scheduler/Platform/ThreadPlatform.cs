using System.Diagnostics;

namespace Enso.Scheduler;

/// <summary>A core that is a thread: a reactor on a developer's machine.</summary>
public readonly struct ThreadPlatform : IPlatform
{
    private const long NanosecondsInSecond = 1_000_000_000;

    private static readonly long s_start = Stopwatch.GetTimestamp();

    private readonly Sleeper[] _sleepers;

    private ThreadPlatform(Sleeper[] sleepers, int core)
    {
        _sleepers = sleepers;
        Core = core;
    }

    /// <inheritdoc/>
    public int Core { get; }

    /// <inheritdoc/>
    public long Now
    {
        get
        {
            long ticks = Stopwatch.GetTimestamp() - s_start;
            return Stopwatch.Frequency == NanosecondsInSecond
                ? ticks
                : (long)((Int128)ticks * NanosecondsInSecond / Stopwatch.Frequency);
        }
    }

    /// <summary>Makes the platforms of a cluster.</summary>
    /// <param name="cores">How many cores.</param>
    public static ThreadPlatform[] Create(int cores)
    {
        Sleeper[] sleepers = new Sleeper[cores];
        ThreadPlatform[] platforms = new ThreadPlatform[cores];
        for (int core = 0; core < cores; core++)
        {
            sleepers[core] = new Sleeper();
            platforms[core] = new ThreadPlatform(sleepers, core);
        }

        return platforms;
    }

    /// <inheritdoc/>
    public void Sleep(long until) => _sleepers[Core].Sleep(until == long.MaxValue ? -1 : Math.Max(0, until - Now));

    /// <inheritdoc/>
    public void Wake(int core) => _sleepers[core].Wake();

    private sealed class Sleeper
    {
        private const long NanosecondsInMillisecond = 1_000_000;

        private bool _isWoken;

        public void Sleep(long nanoseconds)
        {
            lock (this)
            {
                if (!_isWoken)
                {
                    // Rounded up: to wake too early would be to look in vain.
                    Monitor.Wait(
                        this,
                        nanoseconds < 0
                            ? Timeout.Infinite
                            : (int)Math.Min(
                                int.MaxValue,
                                (nanoseconds + NanosecondsInMillisecond - 1) / NanosecondsInMillisecond));
                }

                _isWoken = false;
            }
        }

        public void Wake()
        {
            lock (this)
            {
                _isWoken = true;
                Monitor.Pulse(this);
            }
        }
    }
}
