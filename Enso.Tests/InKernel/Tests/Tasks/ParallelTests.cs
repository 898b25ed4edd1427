using System.Collections.Concurrent;

namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary><see cref="Parallel"/> loops.</summary>
internal static class ParallelTests
{
    [KernelTest]
    internal static void Every_index_is_visited_once()
    {
        int[] visits = new int[5000];
        ParallelLoopResult result = Parallel.For(0, visits.Length, i => Interlocked.Increment(ref visits[i]));
        Check.That(result.IsCompleted);
        Check.That(visits.All(n => n == 1));
        long wide = 0;
        Parallel.For(1L << 40, (1L << 40) + 100, i => Interlocked.Add(ref wide, i - (1L << 40)));
        Check.Equal(4950L, wide);
    }

    [KernelTest]
    internal static void Partial_sums_of_each_worker_make_the_total()
    {
        long total = 0;
        Parallel.For(0, 10_000, () => 0L, (i, _, sum) => sum + i, sum => Interlocked.Add(ref total, sum));
        Check.Equal(49_995_000L, total);
        total = 0;
        Parallel.ForEach(Partitioner.Create(0, 10_000, 333), range =>
        {
            long sum = 0;
            for (int i = range.Item1; i < range.Item2; i++)
            {
                sum += i;
            }
            Interlocked.Add(ref total, sum);
        });
        Check.Equal(49_995_000L, total);
    }

    [KernelTest]
    internal static void A_break_still_visits_everything_before_it()
    {
        int[] visits = new int[1000];
        ParallelLoopResult result = Parallel.For(0, visits.Length, (i, state) =>
        {
            if (i == 100)
            {
                state.Break();
                return;
            }
            Interlocked.Increment(ref visits[i]);
        });
        Check.That(!result.IsCompleted);
        Check.Equal(100L, result.LowestBreakIteration);
        Check.That(visits.AsSpan(0, 100).IndexOf(0) < 0);
    }

    [KernelTest]
    internal static void A_stop_is_seen_by_the_others()
    {
        int stopped = 0;
        ParallelLoopResult result = Parallel.For(0, 100_000, (i, state) =>
        {
            if (i == 0)
            {
                state.Stop();
            }
            else if (state.IsStopped)
            {
                Interlocked.Increment(ref stopped);
            }
        });
        Check.That(!result.IsCompleted);
        Check.Equal(null, result.LowestBreakIteration);
    }

    [KernelTest]
    internal static void No_more_run_at_once_than_allowed()
    {
        foreach (int limit in new[] { 1, 2, 3 })
        {
            int inside = 0;
            int most = 0;
            Parallel.ForEach(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = limit }, _ =>
            {
                int now = Interlocked.Increment(ref inside);
                lock (s_gate)
                {
                    most = Math.Max(most, now);
                }
                Thread.Yield();
                Interlocked.Decrement(ref inside);
            });
            Check.That(most >= 1 && most <= limit, $"{most} of {limit}");
        }
    }

    private static readonly Lock s_gate = new();

    [KernelTest]
    internal static void Exceptions_of_a_loop_are_collected_and_cancellation_ends_it()
    {
        AggregateException e = Check.Throws<AggregateException>(
            () => Parallel.For(0, 100, i => throw new FormatException($"{i}")));
        Check.That(e.InnerExceptions.Count >= 1 && e.InnerExceptions.All(x => x is FormatException));
        using CancellationTokenSource source = new();
        Check.Throws<OperationCanceledException>(() => Parallel.For(0, int.MaxValue,
            new ParallelOptions { CancellationToken = source.Token }, i =>
            {
                if (i == 5)
                {
                    source.Cancel();
                }
            }));
    }

    [KernelTest]
    internal static void Actions_are_all_invoked_and_nested_loops_end()
    {
        int sum = 0;
        Parallel.Invoke(
            () => Interlocked.Add(ref sum, 1),
            () => Parallel.For(0, 10, _ => Parallel.For(0, 10, _ => Interlocked.Add(ref sum, 10))),
            () => Interlocked.Add(ref sum, 100));
        Check.Equal(1101, sum);
    }

    [KernelTest]
    internal static void An_asynchronous_loop_limits_cancels_and_visits_all()
        => Worker.Complete(async () =>
        {
            int inside = 0;
            int most = 0;
            ConcurrentBag<int> seen = [];
            await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (i, cancellation) =>
                {
                    int now = Interlocked.Increment(ref inside);
                    lock (s_gate)
                    {
                        most = Math.Max(most, now);
                    }
                    await Task.Yield();
                    seen.Add(i);
                    Interlocked.Decrement(ref inside);
                });
            Check.Sequence(Enumerable.Range(0, 100), seen.Order());
            Check.That(most <= 4);
            // The fourth ends the other three, which would wait for ever.
            await Check.ThrowsAsync<IOException>(() => Parallel.ForAsync(0, 1000,
                new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, cancellation) =>
                {
                    if (i == 3)
                    {
                        throw new IOException();
                    }
                    await Task.Delay(Timeout.Infinite, cancellation);
                }));
        });
}
