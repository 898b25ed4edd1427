using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;
using Enso.Tool.Results;

namespace Enso.Tool.Commands;

/// <summary><c>enso test</c>.</summary>
internal static class TestCommand
{
    private const string ReportName = "enso.trx";

    /// <summary>Makes the command.</summary>
    public static Command Create(RepositoryLayout repository, Builder builder)
    {
        EnsoSubcommand command = new("test", "Build everything and run the tests, those in the booted kernel too.")
        {
            Examples =
            [
                "./enso test                       everything but the long campaigns",
                "./enso test --quick               without the emulator: seconds",
                "./enso test Scheduler             tests with 'Scheduler' in their full names",
                "./enso test stress                100 boots, 10 minutes of load on 4 and on 8 cores",
                "./enso test soak                  10 minutes of messages through every kind of queue",
                "./enso test --category Campaign   all the long ones",
            ],
        };
        Argument<string?> filter = new("filter")
        {
            Description = "Parts of the tests' full names, in one argument, or a filter expression of 'dotnet test'.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> quick = new("--quick") { Description = "Leave out the tests that boot a kernel." };
        Option<string?> category = OptionFactory.Text(
            "--category",
            "NAME",
            $"Run one category only; '{TestFilter.CampaignCategory}' runs only when named here.",
            "a category's name, such as Emulator or Campaign");
        command.Arguments.Add(filter);
        command.Options.Add(quick);
        command.Options.Add(category);
        command.SetAction(async (result, cancellationToken) =>
        {
            await builder.BuildAsync(BuildTarget.Everything, Need.All, cancellationToken);
            string expression = TestFilter.Build(
                result.GetValue(filter), result.GetValue(category), result.GetValue(quick));
            return await RunAsync(repository, expression, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        RepositoryLayout repository, string filter, CancellationToken cancellationToken)
    {
        string report = Path.Combine(repository.TestResults, ReportName);
        Directory.CreateDirectory(repository.TestResults);
        File.Delete(report);
        int exitCode = await ChildProcess.RunOnTerminalAsync(
            DotnetSdk.Command,
            [
                "test", repository.TestProject, "-c", "Release", "--no-build", "-nologo", "-nodeReuse:false",
                "--logger", $"trx;LogFileName={ReportName}",
                "--logger", "console;verbosity=normal",
                "--results-directory", repository.TestResults,
                "--filter", filter,
            ],
            repository.Root,
            cancellationToken);

        TestSummary summary = TestSummary.Empty;
        if (File.Exists(report))
        {
            using StreamReader reader = new(report);
            summary = TestSummary.ReadTrx(reader);
        }

        foreach (TestFailure failure in summary.Failures)
        {
            await Console.Out.WriteLineAsync($"FAILED {failure.Name}");
            await Console.Out.WriteLineAsync("    " + failure.Message.ReplaceLineEndings("\n    "));
        }

        if (exitCode != 0 && summary.Failures.Count == 0)
        {
            await Console.Out.WriteLineAsync(
                $"The test run did not finish: 'dotnet test' ended with exit code {exitCode}.");
        }
        else if (summary.Passed + summary.Failures.Count == 0)
        {
            await Console.Out.WriteLineAsync($"No test matches: {filter}");
        }

        await Console.Out.WriteLineAsync(summary.ToString());
        return exitCode == 0 && summary.IsSuccess ? ExitCodes.Success : ExitCodes.Failure;
    }
}
