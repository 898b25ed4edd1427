using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Runs the workload of a seed, with the discipline that the seed chooses.</summary>
internal static class WorkloadRun
{
    // Each with what it promises those that wait. In turn, a task is polled within as many polls as there are tasks; three
    // times as many, as tasks may come and go within a turn of the core. Chance may be out of luck for long.
    private static readonly (string Name, Func<WorkloadOptions, StepTrace?, WorkloadResult> Run)[] s_disciplines =
    [
        Case<RoundRobin>(WaitPromise.InTurns(3)),
        Case<StrictPriority>(WaitPromise.None),
        Case<Ageing>(AgeingOf),
        Case<EarliestDeadline>(WaitPromise.ByDeadline),
        Case<FairShare>(WaitPromise.InShares()),
        Case<DeficitRoundRobin>(TurnsOf),
        Case<Lottery>(WaitPromise.InTurns(100)),
        Case<Hierarchy<StrictPriority, RoundRobin>>(WaitPromise.None),
        Case<Hierarchy<FairShare, RoundRobin>>(WaitPromise.InGroups(isOfTime: true, turns: 3)),
        Case<Hierarchy<RoundRobin, Lottery>>(WaitPromise.InGroups(isOfTime: false, turns: 100)),
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

    /// <summary>What ageing promises in a workload.</summary>
    /// <param name="options">The workload.</param>
    internal static WaitPromise AgeingOf(WorkloadOptions options) =>
        WaitPromise.ByAge(options.Reactors.Discipline.AgeingInterval);

    /// <summary>What deficit round robin promises in a workload, where charges may be longer than a turn.</summary>
    /// <param name="options">The workload.</param>
    internal static WaitPromise TurnsOf(WorkloadOptions options) =>
        WaitPromise.InShares(3 * options.Reactors.Discipline.Quantum);

    private static (string Name, Func<WorkloadOptions, StepTrace?, WorkloadResult> Run) Case<TDiscipline>(
        WaitPromise promise)
        where TDiscipline : struct, IDiscipline<TDiscipline> => Case<TDiscipline>(_ => promise);

    private static (string Name, Func<WorkloadOptions, StepTrace?, WorkloadResult> Run) Case<TDiscipline>(
        Func<WorkloadOptions, WaitPromise> promise)
        where TDiscipline : struct, IDiscipline<TDiscipline> =>
        (Name(typeof(TDiscipline)),
            (options, trace) => new Workload<TDiscipline>(options, promise(options), null, trace).Run());

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
