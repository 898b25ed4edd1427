using System.Diagnostics;
using System.Globalization;

namespace Enso.Simulation.Workloads;

/// <summary>The workloads of many seeds, one after another on each processor, until one shows something wrong.</summary>
internal sealed record Campaign
{
    private const int Reports = 10;

    private readonly Lock _lock = new();

    /// <summary>How many seeds.</summary>
    public int Seeds { get; init; } = 1000;

    /// <summary>The first.</summary>
    public int From { get; init; }

    /// <summary>On how many simulated cores; 0 for what each seed says.</summary>
    public int Cores { get; init; }

    /// <summary>Takes each line of the traces, seed after seed; null for nobody.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Runs them.</summary>
    /// <param name="output">Where progress and the summary go.</param>
    /// <returns>Whether all holds for all.</returns>
    public bool Run(TextWriter output)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Totals totals = new();
        int next = From;
        int end = From + Seeds;
        Thread[] threads = new Thread[Trace is null ? Math.Min(Environment.ProcessorCount, Math.Max(1, Seeds)) : 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work);
            threads[i].Start();
        }

        Array.ForEach(threads, thread => thread.Join());
        double seconds = Math.Max(1e-6, watch.Elapsed.TotalSeconds);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Seeds} seeds from {From}: {totals.Steps:N0} steps, {totals.Time / 1e9:F3} s of virtual time, "
            + $"{totals.Begun:N0} things begun; {seconds:F1} s, {totals.Steps / seconds:N0} steps/s"));
        if (totals.Failure is { } failure)
        {
            output.WriteLine(failure);
            return false;
        }

        output.WriteLine("All holds.");
        return true;

        void Work()
        {
            while (true)
            {
                int seed;
                lock (_lock)
                {
                    if (next == end || totals.Failure is not null)
                    {
                        return;
                    }

                    seed = next++;
                }

                Take(seed, totals, output);
            }
        }
    }

    private void Take(int seed, Totals totals, TextWriter output)
    {
        try
        {
            WorkloadResult result = WorkloadRun.Run(seed, Cores, new StepTrace(Trace));
            lock (_lock)
            {
                totals.Add(result);
                if (Seeds >= Reports && totals.Seeds % (Seeds / Reports) == 0 && totals.Seeds != Seeds)
                {
                    output.WriteLine($"{totals.Seeds} of {Seeds} seeds");
                    output.Flush();
                }
            }
        }
        catch (SimulationException error)
        {
            lock (_lock)
            {
                // The lowest of those that run at the same time, so that it is the same again.
                totals.Fail(seed, error.Message);
            }
        }
    }

    private sealed class Totals
    {
        private int _failed = int.MaxValue;

        public int Seeds { get; private set; }

        public long Steps { get; private set; }

        public long Time { get; private set; }

        public long Begun { get; private set; }

        public string? Failure { get; private set; }

        public void Add(WorkloadResult result)
        {
            Seeds++;
            Steps += result.Steps;
            Time += result.Time;
            Begun += result.Begun;
        }

        public void Fail(int seed, string message)
        {
            if (seed < _failed)
            {
                _failed = seed;
                Failure = message;
            }
        }
    }
}
