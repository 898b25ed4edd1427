using Enso.Benchmarks;
using Measuring;

namespace Enso.Kernel.Benchmarks;

/// <summary>What <c>bench interrupts</c> measures: only a kernel can.</summary>
internal static class InterruptCatalog
{
    private const string Program = "kernel";
    private const int Rounds = 50_000;

    /// <summary>What an interrupt may take to its handler, in instructions: nanoseconds where the machine's clock
    /// counts them (<c>./enso run --icount</c>).</summary>
    private const double Expected = 1500;

    private static readonly SuiteMeasure s_asleep =
        new("asleep", "interrupt to handler, the reactor asleep and a thread running, median");

    private static readonly SuiteMeasure s_awake = new("awake", "interrupt to handler, within a task's poll, median");

    /// <summary>All of it.</summary>
    public static Suite Suite { get; } = new(
        "interrupts",
        Program,
        [
            new(s_asleep, "reactor", "reactor", ContenderRole.Own, Program, Rounds) { Expected = Expected },
            new(s_asleep, "lower", "lower handler", ContenderRole.Floor, Program, Rounds),
            new(s_awake, "reactor", "reactor", ContenderRole.Own, Program, Rounds) { Expected = Expected },
            new(s_awake, "lower", "lower handler", ContenderRole.Floor, Program, Rounds),
        ])
    {
        Operation = "an interrupt",
        Unknown = "is nothing that can be measured",
        CountsBytes = true,
    };

    /// <summary>What measures it.</summary>
    /// <param name="cancellation">Ends it while it waits for the reactor.</param>
    public static IReadOnlyList<Figure> Loops(CancellationToken cancellation)
    {
        InterruptLoops loops = new(cancellation);
        return
        [
            Of("asleep", "reactor", loops.Asleep),
            Of("asleep", "lower", InterruptLoops.Lower),
            Of("awake", "reactor", loops.Awake),
            Of("awake", "lower", InterruptLoops.Lower),
        ];
    }

    private static Figure Of(string measure, string contender, Func<int, double[]> run) =>
        new(measure, contender, Rounds, (placement, count) => OnCore(placement, () => run(count)))
        {
            Parts = ["", SuiteFigure.Bytes],
            IsOfOneCore = true,
        };

    private static double[] OnCore(ICorePlacement placement, Func<double[]> run)
    {
        double[] values = [];
        Race race = new(placement);
        race.Add(0, () => values = run());
        race.Run();
        return values;
    }
}
