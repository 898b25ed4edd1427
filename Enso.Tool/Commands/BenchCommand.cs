using System.CommandLine;
using Enso.Tool.Benchmarks;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="os">Builds what <c>bench os</c> boots.</param>
    /// <param name="queues">Builds what <c>bench queues</c> runs.</param>
    /// <param name="reactor">Builds what <c>bench reactor</c> runs.</param>
    /// <param name="probe">Finds the emulator.</param>
    public static Command Create(
        OsBenchmarkBuilder os, QueuesBenchmarkBuilder queues, ReactorBenchmarkBuilder reactor, HostProbe probe)
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
        command.Subcommands.Add(BenchQueuesCommand.Create(queues));
        command.Subcommands.Add(BenchReactorCommand.Create(reactor));
        return command;
    }
}
