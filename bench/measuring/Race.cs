using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Measuring;

/// <summary>Threads that begin together, each on a core of its own choice.</summary>
/// <param name="placement">Puts them there.</param>
internal sealed class Race(ICorePlacement placement)
{
    private readonly List<(int Core, Action Body)> _parts = [];
    private int _ready;
    private long _start;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Adds a thread.</summary>
    /// <param name="core">Its core: 0 or 1.</param>
    /// <param name="body">What it does.</param>
    public void Add(int core, Action body) => _parts.Add((core, body));

    /// <summary>Runs the threads to their end.</summary>
    /// <returns>Nanoseconds from when all were ready until the last had ended. What a thread that is alone throws
    /// is thrown here.</returns>
    public double Run()
    {
        long[] ends = new long[_parts.Count];
        Thread[] threads = new Thread[_parts.Count];
        for (int i = 0; i < threads.Length; i++)
        {
            int index = i;
            threads[i] = new Thread(() => ends[index] = RunPart(_parts[index]));
            threads[i].Start();
        }

        Array.ForEach(threads, thread => thread.Join());
        _failure?.Throw();
        return (ends.Max() - _start) * 1e9 / Stopwatch.Frequency;
    }

    private long RunPart((int Core, Action Body) part)
    {
        placement.Pin(part.Core);

        // The last to come takes the time; the others see it by the time that they see the count.
        if (Interlocked.Increment(ref _ready) == _parts.Count)
        {
            _start = Stopwatch.GetTimestamp();
            Interlocked.Increment(ref _ready);
        }

        Wait wait = new(isCrowded: true);
        while (Volatile.Read(ref _ready) <= _parts.Count)
        {
            wait.Once();
        }

        // Where there are others, an exception ends the program: they would wait for this one for ever.
        try
        {
            part.Body();
        }
        catch (Exception error) when (_parts.Count == 1)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
        }

        return Stopwatch.GetTimestamp();
    }
}
