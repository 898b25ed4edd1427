using System.CommandLine;
using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tool.Commands;

/// <summary><c>enso bench reactor</c>.</summary>
internal static class BenchReactorCommand
{
    private const int MaximumRounds = 1000;
    private const int MaximumDivisor = 10_000;

    private static readonly ReactorOptions s_presets = new();

    /// <summary>Makes the command.</summary>
    /// <param name="builder">Builds the programs.</param>
    public static Command Create(ReactorBenchmarkBuilder builder)
    {
        EnsoSubcommand command = new(
            "reactor", "Run tasks, timers and messages on Ensō's reactor, .NET and tokio, and compare.")
        {
            Examples =
            [
                "./enso bench reactor                         everything; a minute, on a machine with nothing else to do",
                "./enso bench reactor yield spawn             what a turn and a task cost",
                "./enso bench reactor --no-peers --rounds 3   without other languages, quickly",
            ],
        };
        Argument<string[]> words = new("name")
        {
            Description = "What to measure; everything when nothing is named: "
                + $"{string.Join(", ", ReactorCatalog.Words)}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int> rounds = OptionFactory.Number(
            "--rounds", "N", "How often each figure is measured.", 1, MaximumRounds, s_presets.Rounds);
        Option<int> divisor = OptionFactory.Number(
            "--divide",
            "N",
            "Divide every count of operations: for trying out, not for figures.",
            1,
            MaximumDivisor,
            s_presets.Divisor);
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
            ReactorBenchmark benchmark = await builder.BuildAsync(Read(result), cancellationToken);
            ReactorResult found = await benchmark.RunAsync(cancellationToken);
            foreach (string line in ReactorTable.Describe(found))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(line);
            }

            await json.WriteAsync(result, () => ReactorJson.Write(found), cancellationToken);
            return ExitCodes.Success;
        });
        return command;

        ReactorOptions Read(ParseResult result) => new()
        {
            Rounds = result.GetValue(rounds),
            Divisor = result.GetValue(divisor),
            HasPeers = !result.GetValue(noPeers),
            Words = [.. (result.GetValue(words) ?? []).Distinct()],
        };
    }

    private static string? Check(ReactorOptions options)
    {
        IReadOnlyList<string> known = ReactorCatalog.Words;
        if (options.Words.FirstOrDefault(word => !known.Contains(word)) is not { } wrong)
        {
            return null;
        }

        string guess = Spelling.Nearest(wrong, known) is { } word ? $"; did you mean '{word}'?" : ".";
        return $"'{wrong}' is nothing that can be measured{guess} The names are: {string.Join(", ", known)}.";
    }
}
