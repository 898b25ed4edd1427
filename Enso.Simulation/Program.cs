using System.Globalization;
using Enso.Simulation.Workloads;

namespace Enso.Simulation;

/// <summary>Runs the workloads of many seeds on all processors, or one with its trace.</summary>
internal static class Program
{
    private const string Usage = "usage: Enso.Simulation [--seeds N] [--from SEED] [--cores N] [--trace]";

    /// <summary>The entry point.</summary>
    /// <param name="arguments">How many seeds, from which, on how many cores, and whether each step is printed.</param>
    /// <returns>0 when all holds, 1 when a seed was found for which something does not, 2 for a wrong command line.</returns>
    public static int Main(string[] arguments)
    {
        Campaign campaign = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--trace")
            {
                campaign = campaign with { Trace = Console.Out.WriteLine };
                continue;
            }

            if (i + 1 == arguments.Length
                || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            {
                return Refuse();
            }

            switch (arguments[i++])
            {
                case "--seeds":
                    campaign = campaign with { Seeds = value };
                    break;
                case "--from":
                    campaign = campaign with { From = value };
                    break;
                case "--cores":
                    campaign = campaign with { Cores = value };
                    break;
                default:
                    return Refuse();
            }
        }

        return campaign.Run(Console.Out) ? 0 : 1;
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
