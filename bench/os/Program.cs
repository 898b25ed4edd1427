using System.Diagnostics;
using OsBench.Benchmarks;

namespace OsBench;

/// <summary>Runs benchmarks and writes what they measured.</summary>
internal static class Program
{
    private const int WrongUse = 2;
    private const int WarmUpShare = 4;

    private static int Main(string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        Benchmark[] all =
        [
            new BootBenchmark(start),
            new YieldBenchmark(),
            new ClockBenchmark(),
            new ThreadBenchmark(),
            new MonitorBenchmark(),
            new SleepBenchmark(),
            new ThreadPoolBenchmark(),
            new ChannelBenchmark(),
            new AllocationBenchmark(),
            new CollectionBenchmark(),
        ];
        Arguments? read = Arguments.Read(arguments, [.. all.Select(benchmark => benchmark.Name)], out string error);
        if (read is null)
        {
            Console.Error.WriteLine($"osbench: {error}");
            return WrongUse;
        }

        Report.WriteSystem();
        foreach (Benchmark benchmark in all.Where(benchmark => read.Includes(benchmark.Name)))
        {
            Run(benchmark, read);
        }

        Report.WriteEnd();
        return 0;
    }

    private static void Run(Benchmark benchmark, Arguments arguments)
    {
        int rounds = benchmark.IsRepeatable ? arguments.Rounds : 1;
        int operations = arguments.Shorten(benchmark.Operations);

        // Every benchmark begins with the same heap, and with its own code and threads warm.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (benchmark.IsRepeatable)
        {
            benchmark.Run(Math.Max(1, operations / WarmUpShare));
        }

        // Nothing is written while anything is measured: a console may go on working after the call has returned.
        double[][] values = new double[rounds][];
        for (int round = 0; round < rounds; round++)
        {
            values[round] = benchmark.Run(operations);
        }

        Report.WriteResults(benchmark.Values, values);
    }
}
