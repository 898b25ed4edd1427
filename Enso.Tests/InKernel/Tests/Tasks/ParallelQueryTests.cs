namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary>Parallel queries (PLINQ).</summary>
/// <remarks>Few operators, on purpose: each makes the order key's type of the next one a larger one, and an ahead-of-time
/// compiler builds all combinations. One Join makes the image half as large again.</remarks>
internal static class ParallelQueryTests
{
    [KernelTest]
    internal static void An_ordered_query_keeps_the_order_of_its_source()
    {
        int[] source = [.. Enumerable.Range(0, 3000)];
        Check.Sequence(source.Where(x => x % 3 == 0).Select(x => x * 2),
            source.AsParallel().AsOrdered().Where(x => x % 3 == 0).Select(x => x * 2));
        Check.Sequence(source.OrderByDescending(x => x * 37 % 3001),
            source.AsParallel().OrderByDescending(x => x * 37 % 3001));
        Check.Sequence(source.Zip(source, (x, y) => x + y),
            source.AsParallel().AsOrdered().Zip(source.AsParallel().AsOrdered(), (x, y) => x + y));
    }

    [KernelTest]
    internal static void Aggregates_agree_with_the_sequential_ones()
    {
        ParallelQuery<int> query = ParallelEnumerable.Range(1, 2000);
        Check.Equal(2_001_000, query.Sum());
        Check.Equal(1000.5, query.Average());
        Check.Equal(1, query.Min());
        Check.Equal(2000, query.Max());
        Check.Equal(666, query.Count(x => x % 3 == 0));
        Check.That(query.All(x => x > 0) && query.Any(x => x == 1999) && query.Contains(7));
        long squares = query.Aggregate(() => 0L, (sum, x) => sum + ((long)x * x), (a, b) => a + b, sum => sum);
        Check.Equal(2000L * 2001 * 4001 / 6, squares);
    }

    [KernelTest]
    internal static void Groups_and_distinct_elements_are_complete()
    {
        ParallelQuery<int> query = ParallelEnumerable.Range(0, 1000);
        Check.Sequence(["0:334", "1:333", "2:333"], query.GroupBy(x => x % 3).AsSequential()
            .Select(g => $"{g.Key}:{g.Count()}").Order());
        Check.Equal(10, query.Select(x => x % 10).Distinct().Count());
    }

    [KernelTest]
    internal static void What_an_operator_throws_is_collected_and_cancellation_is_seen()
    {
        AggregateException e = Check.Throws<AggregateException>(
            () => ParallelEnumerable.Range(0, 100).ForAll(x => throw new FormatException()));
        Check.That(e.Flatten().InnerExceptions.All(x => x is FormatException));
        using CancellationTokenSource source = new();
        Check.Throws<OperationCanceledException>(() => ParallelEnumerable.Range(0, 1_000_000)
            .WithCancellation(source.Token).WithDegreeOfParallelism(2).ForAll(x =>
            {
                if (x == 3)
                {
                    source.Cancel();
                }
            }));
    }

    [KernelTest]
    internal static void Work_is_shared_among_as_many_threads_as_asked()
    {
        // Each of the three waits for the other two: with fewer threads it would never end.
        using Barrier barrier = new(3);
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 4), ports);
        try
        {
            int[] ids = [.. new[] { 0, 1, 2 }.AsParallel().WithDegreeOfParallelism(3)
                .WithExecutionMode(ParallelExecutionMode.ForceParallelism).Select(_ =>
                {
                    barrier.SignalAndWait();
                    return Environment.CurrentManagedThreadId;
                })];
            Check.Equal(3, ids.Distinct().Count());
        }
        finally
        {
            ThreadPool.SetMinThreads(workers, ports);
        }
    }
}
