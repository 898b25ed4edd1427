using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Runs the workload of a seed, with the discipline that the seed chooses.</summary>
internal static class WorkloadRun
{
    // Within how many polls each task has its turn, as multiples of the tasks. In turn it is one; three, as a message may have
    // another run first, and tasks may come and go within a turn. Shares are of time: one that computed for long, at the least
    // weight, waits while others do what is shortest. Chance may be out of luck for long. 0 where nothing is promised.
    private static readonly (string Name, Func<WorkloadOptions, StepTrace?, WorkloadResult> Run)[] s_disciplines =
    [
        Case<RoundRobin>(3),
        Case<StrictPriority>(0),
        Case<Ageing>(0),
        Case<EarliestDeadline>(0),
        Case<FairShare>(4000),
        Case<DeficitRoundRobin>(4000),
        Case<Lottery>(100),
        Case<Hierarchy<StrictPriority, RoundRobin>>(0),
        Case<Hierarchy<FairShare, RoundRobin>>(4000),
        Case<Hierarchy<RoundRobin, Lottery>>(4000),
    ];

    /// <summary>The disciplines' names.</summary>
    public static IEnumerable<string> Disciplines => s_disciplines.Select(discipline => discipline.Name);

    /// <summary>Runs a seed's.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="cores">How many cores; 0 for what the seed says.</param>
    /// <param name="trace">What is told of all; null for nobody.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="SimulationException">Something that must hold does not; the message says how to see it again.
    /// </exception>
    public static WorkloadResult Run(int seed, int cores = 0, StepTrace? trace = null)
    {
        WorkloadOptions options = WorkloadOptions.Of(seed, cores);
        (string name, Func<WorkloadOptions, StepTrace?, WorkloadResult> run) =
            s_disciplines[options.Discipline % s_disciplines.Length];
        return Guard(name, options, cores, () => run(options, trace));
    }

    /// <summary>Runs something, and says how to see it again if it fails.</summary>
    /// <param name="name">The discipline's name.</param>
    /// <param name="options">The workload.</param>
    /// <param name="cores">The cores that were asked for.</param>
    /// <param name="run">Runs it.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="SimulationException">Something that must hold does not.</exception>
    internal static WorkloadResult Guard(
        string name, WorkloadOptions options, int cores, Func<WorkloadResult> run)
    {
        try
        {
            return run();
        }
        catch (Exception error)
        {
            string chosen = cores == 0 ? "" : $" --cores {cores}";
            throw new SimulationException(
                $"{name} on {options.Cores} cores: {(error is SimulationException ? error.Message : $"seed {options.Seed}: {error}")}\n"
                + $"To see it again: ./enso sim --seeds 1 --from {options.Seed}{chosen} --trace");
        }
    }

    private static (string Name, Func<WorkloadOptions, StepTrace?, WorkloadResult> Run) Case<TDiscipline>(int starvation)
        where TDiscipline : struct, IDiscipline<TDiscipline> =>
        (Name(typeof(TDiscipline)), (options, trace) => new Workload<TDiscipline>(options, starvation, null, trace).Run());

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
