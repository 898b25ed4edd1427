using System.Diagnostics;
using Enso.Machine.Memory;

namespace Enso.Tests.InKernel.Stress;

/// <summary>Minutes of allocation, collection, exceptions, threads, timers and native memory on every core at once. Every
/// worker checks the contents of what it made, and at the end memory is what it was after the first tenth of the time.</summary>
/// <param name="duration">How long.</param>
/// <param name="seed">Decides what each worker does.</param>
/// <param name="report">Takes a line for the host.</param>
internal sealed class StressLoad(TimeSpan duration, int seed, Action<string> report)
{
    /// <summary>What memory in use may differ by between the two measurements, in bytes: the collector keeps some of what it
    /// has, and by how much depends on the moment.</summary>
    private const long Slack = 8L << 20;

    /// <summary>What the C heap may differ by, in bytes: it holds what the runtime keeps of each thread.</summary>
    private const long NativeSlack = 256L << 10;

    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private volatile bool _stop;
    private volatile string? _failure;

    /// <summary>Runs it; returns null, or what went wrong.</summary>
    public string? Run()
    {
        TimeSpan warmUp = duration / 10;
        RunWorkers(warmUp);
        Footprint start = Footprint.Measure();
        report($"stress warm {start}");
        RunWorkers(duration);
        Footprint end = Footprint.Measure();
        report($"stress end {end}");
        return _failure ?? end.GrowthSince(start);
    }

    private void RunWorkers(TimeSpan until)
    {
        _stop = false;
        StressWorker[] workers = Workers();
        Thread[] threads = [.. workers.Select(worker => new Thread(() => Work(worker)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        while (_watch.Elapsed < until && _failure == null)
        {
            TimeSpan left = until - _watch.Elapsed;
            Thread.Sleep(left < s_reportEvery ? left : s_reportEvery);
            report($"stress {(int)_watch.Elapsed.TotalSeconds} s, "
                + string.Join(", ", workers.GroupBy(w => w.Name).Select(g => $"{g.Key} {g.Sum(w => w.Rounds)}")));
        }
        _stop = true;
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    /// <summary>One of each kind for every two cores.</summary>
    private StressWorker[] Workers()
    {
        List<StressWorker> workers = [];
        for (int i = 0; i < Math.Max(1, Environment.ProcessorCount / 2); i++)
        {
            int at = seed + (i * 100);
            workers.AddRange([new AllocationWorker(at), new ExceptionWorker(at + 1), new ThreadWorker(at + 2),
                new TimerWorker(at + 3), new NativeMemoryWorker(at + 4), new TaskWorker(at + 5)]);
        }
        workers.Add(new CollectionWorker(seed + 6));
        return [.. workers];
    }

    private void Work(StressWorker worker)
    {
        try
        {
            while (!_stop)
            {
                worker.Round();
                worker.Rounds++;
            }
            worker.Finish();
        }
        catch (Exception exception)
        {
            // The first failure ends the run, and is what is told of it.
            _failure ??= $"{worker.Name}, seed {seed}, round {worker.Rounds}: {exception}";
            _stop = true;
        }
    }

    /// <summary>Memory in use when nothing of the load is left.</summary>
    private readonly record struct Footprint(long UsedBytes, long NativeBytes, int Threads)
    {
        public static Footprint Measure()
        {
            for (int i = 0; i < 3; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }
            return new((long)(Frames.UsableBytes - Frames.FreeBytes), (long)Heap.LiveBytes(),
                Machine.Threads.ThreadTable.Count);
        }

        public string? GrowthSince(Footprint start)
            => UsedBytes - start.UsedBytes > Slack || NativeBytes - start.NativeBytes > NativeSlack
                ? $"memory grew from {start} to {this}"
                : null;

        public override string ToString()
            => $"{UsedBytes >> 10} KiB in use, {NativeBytes >> 10} KiB native, {Threads} threads";
    }
}
