using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>What a workload is: all of it from its seed.</summary>
internal sealed record WorkloadOptions
{
    private const int MostCores = 6;

    /// <summary>What chance begins with.</summary>
    public required int Seed { get; init; }

    /// <summary>How many cores.</summary>
    public required int Cores { get; init; }

    /// <summary>Which discipline, of those that there are.</summary>
    public required int Discipline { get; init; }

    /// <summary>What the reactors are made with.</summary>
    public required ReactorOptions Reactors { get; init; }

    /// <summary>How many things the tasks do, all together.</summary>
    public required int Acts { get; init; }

    /// <summary>After how many steps all are asked to halt, whatever they do; 0 to wait until they have done it.</summary>
    public required int HaltsAfter { get; init; }

    /// <summary>At which step a core stands still for long; 0 for none.</summary>
    public required int FreezesAt { get; init; }

    /// <summary>How many of a thousand steps another thread posts something at.</summary>
    public required int Posts { get; init; }

    /// <summary>Makes the options of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="cores">How many cores; 0 for what the seed says.</param>
    public static WorkloadOptions Of(int seed, int cores = 0)
    {
        // Another sequence than the machine's and the tasks', which begin with the seed itself and its complement.
        Random random = new(unchecked((seed * 7919) + 17));
        int chosen = 1 + random.Next(MostCores);
        cores = cores == 0 ? chosen : cores;
        return new WorkloadOptions
        {
            Seed = seed,
            Cores = cores,
            Discipline = random.Next(int.MaxValue),
            Acts = 20 + random.Next(100),
            HaltsAfter = random.Next(4) == 0 ? 10 + random.Next(400) : 0,
            FreezesAt = random.Next(3) == 0 ? 10 + random.Next(300) : 0,
            Posts = random.Next(40),
            Reactors = new ReactorOptions
            {
                Tasks = 16 << random.Next(4),
                BusCapacity = 2 << random.Next(6),
                TimerCore = random.Next(2) == 0 ? null : random.Next(cores),
                Quanta = new Quanta
                {
                    Bus = 1 + random.Next(64),
                    Io = 1 + random.Next(64),
                    Timers = 1 + random.Next(16),
                    Tasks = 1 + random.Next(32),
                },
                PollBudget = 20_000,
                Timers = new TimerOptions { Tick = 1L << (8 + random.Next(10)), Capacity = 64 },
                Discipline = new DisciplineOptions
                {
                    Quantum = 2_000 << random.Next(3),
                    AgeingInterval = 5_000 << random.Next(6),
                    Seed = (ulong)seed + 1,
                    Groups = World.Groups,
                },
            },
        };
    }
}
