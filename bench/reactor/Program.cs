using QueuesBench;

namespace ReactorBench;

/// <summary>Measures figures once each and writes what was measured: nanoseconds and bytes for an operation.</summary>
internal static class Program
{
    private const int WrongUse = 2;
    private const int WrongMachine = 3;

    private static int Main(string[] words)
    {
        Dictionary<string, Figure> figures = FigureCatalog.All.ToDictionary(figure => figure.Name);
        if (Arguments.Read(words, figures.Keys, out string error) is not { } arguments)
        {
            Console.Error.WriteLine($"reactorbench: {error}");
            return WrongUse;
        }

        if (LinuxPlacement.Find() is not { } placement)
        {
            Console.Error.WriteLine("reactorbench: two cores are needed.");
            return WrongMachine;
        }

        Report.WriteSystem(placement.Cores);
        foreach (string name in arguments.Names)
        {
            Figure figure = figures[name];
            Round round = Round.Run(figure, placement, Math.Max(Cost.Batch, figure.Messages / arguments.Divisor));
            Report.WriteValue(name, round.Values[0]);
            Report.WriteValue($"{name}/bytes", round.Values[1]);
            Report.WriteValue($"{name}/before", round.Before);
            Report.WriteValue($"{name}/after", round.After);
        }

        Report.WriteEnd();
        return 0;
    }
}
