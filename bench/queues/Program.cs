namespace QueuesBench;

/// <summary>Measures figures once each and writes what was measured; without names, only how far apart the cores are.
/// </summary>
internal static class Program
{
    private const int WrongUse = 2;
    private const int WrongMachine = 3;

    private static int Main(string[] words)
    {
        Dictionary<string, Figure> figures = FigureCatalog.All.ToDictionary(figure => figure.Name);
        if (Arguments.Read(words, figures.Keys, out string error) is not { } arguments)
        {
            Console.Error.WriteLine($"queuesbench: {error}");
            return WrongUse;
        }

        if (LinuxPlacement.Find() is not { } placement)
        {
            Console.Error.WriteLine("queuesbench: two cores are needed.");
            return WrongMachine;
        }

        Report.WriteSystem(placement.Cores);
        if (arguments.Names.Count == 0)
        {
            Report.WriteValue("probe", Probe.Run(placement));
        }

        foreach (string name in arguments.Names)
        {
            Figure figure = figures[name];
            int messages = Math.Max(Transfer.Batch, figure.Messages / arguments.Divisor);
            Report.WriteRound(name, Round.Run(figure, placement, messages));
        }

        Report.WriteEnd();
        return 0;
    }
}
