using System.CommandLine;
using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tool.Commands;

/// <summary><c>enso bench queues</c>, <c>enso bench reactor</c>.</summary>
internal static class BenchSuiteCommand
{
    /// <summary>Makes the command of a benchmark.</summary>
    /// <param name="suite">The benchmark.</param>
    /// <param name="builder">Builds the programs.</param>
    public static Command Create(HostSuite suite, SuiteBenchmarkBuilder builder)
    {
        SuiteOptions presets = new(suite.Suite);
        EnsoSubcommand command = new(suite.Suite.Name, suite.Description) { Examples = suite.Examples };
        Argument<string[]> words = new("name")
        {
            Description = $"What to measure; everything when nothing is named: {string.Join(", ", suite.Suite.Words)}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int> rounds = OptionFactory.Number(
            "--rounds", "N", "How often each figure is measured.", 1, SuiteOptions.MaximumRounds, presets.Rounds);
        Option<int> divisor = OptionFactory.Number(
            "--divide",
            "N",
            "Divide every count of operations: for trying out, not for figures.",
            1,
            SuiteOptions.MaximumDivisor,
            presets.Divisor);
        Option<bool> noPeers = new("--no-peers")
        {
            Description = "Leave out other languages, and the packages that they need.",
        };
        command.Arguments.Add(words);
        foreach (Option option in (Option[])[rounds, divisor, noPeers])
        {
            command.Options.Add(option);
        }

        BenchJsonFile json = new(command);
        command.Checks.Add(result => Check(Read(result)));
        command.SetAction(async (result, cancellationToken) =>
        {
            SuiteBenchmark benchmark = await builder.BuildAsync(suite, Read(result), cancellationToken);
            SuiteResult found = await benchmark.RunAsync(cancellationToken);
            foreach (string line in SuiteTable.Describe(found))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(line);
            }

            await json.WriteAsync(result, () => SuiteJson.Write(found), cancellationToken);
            return ExitCodes.Success;
        });
        return command;

        SuiteOptions Read(ParseResult result) => presets with
        {
            Rounds = result.GetValue(rounds),
            Divisor = result.GetValue(divisor),
            HasPeers = !result.GetValue(noPeers),
            Words = [.. (result.GetValue(words) ?? []).Distinct()],
        };
    }

    private static string? Check(SuiteOptions options)
    {
        IReadOnlyList<string> known = options.Suite.Words;
        if (options.Words.FirstOrDefault(word => !known.Contains(word)) is { } wrong)
        {
            string guess = Spelling.Nearest(wrong, known) is { } word ? $"; did you mean '{word}'?" : ".";
            return $"'{wrong}' {options.Suite.Unknown}{guess} The names are: {string.Join(", ", known)}.";
        }

        return options.Figures.Any()
            ? null
            : $"'{string.Join(' ', options.Words)}' chooses nothing: these have no figure in common"
                + (options.HasPeers ? "." : " that is left with --no-peers.");
    }
}
