namespace Measuring;

/// <summary>A program that measures figures once each and writes what was measured; without names, only how far apart
/// the cores are.</summary>
internal static class MeasuringProgram
{
    private const int WrongUse = 2;
    private const int WrongMachine = 3;

    /// <summary>Runs it.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="catalog">All that it can measure.</param>
    /// <param name="words">Its command line.</param>
    /// <returns>Its status.</returns>
    public static int Run(string program, IReadOnlyList<Figure> catalog, string[] words)
    {
        Dictionary<string, Figure> figures = catalog.ToDictionary(figure => figure.Name);
        if (Arguments.Read(words, figures.Keys, out string error) is not { } arguments)
        {
            Console.Error.WriteLine($"{program}: {error}");
            return WrongUse;
        }

        if (LinuxPlacement.Find() is not { } placement)
        {
            Console.Error.WriteLine($"{program}: two cores are needed.");
            return WrongMachine;
        }

        Report.WriteSystem(placement.Cores);
        if (arguments.Names.Count == 0)
        {
            Report.WriteValue("probe", Probe.Run(placement));
        }

        foreach (string name in arguments.Names)
        {
            Report.WriteRound(figures[name], Round.Run(figures[name], placement, arguments.Divisor));
        }

        Report.WriteEnd();
        return 0;
    }
}
