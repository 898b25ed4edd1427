using System.CommandLine;
using Enso.Tool.Benchmarks;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="os">Builds what <c>bench os</c> boots.</param>
    /// <param name="suites">Builds what the others run, on the host.</param>
    /// <param name="probe">Finds the emulator.</param>
    public static Command Create(OsBenchmarkBuilder os, SuiteBenchmarkBuilder suites, HostProbe probe)
    {
        EnsoSubcommand command = new("bench", "Measure Ensō, and what it is compared with.")
        {
            Examples =
            [
                "./enso bench os           what an operating system costs a .NET program: Ensō beside Linux",
                "./enso bench queues       what a message costs: Ensō's queues beside other people's",
                "./enso bench reactor      what a task costs: Ensō's reactor beside .NET's and Rust's",
                "./enso bench os --help    what can be chosen there",
            ],
        };
        command.Subcommands.Add(BenchOsCommand.Create(os, probe));
        foreach (HostSuite suite in HostSuite.All)
        {
            command.Subcommands.Add(BenchSuiteCommand.Create(suite, suites));
        }

        return command;
    }
}
