using System.CommandLine;
using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tool.Commands;

/// <summary><c>enso bench queues</c>.</summary>
internal static class BenchQueuesCommand
{
    private const int MaximumRounds = 1000;
    private const int MaximumDivisor = 10_000;

    private static readonly QueuesOptions s_presets = new();

    /// <summary>Makes the command.</summary>
    /// <param name="builder">Builds the programs.</param>
    public static Command Create(QueuesBenchmarkBuilder builder)
    {
        EnsoSubcommand command = new(
            "queues", "Pass messages over the queues of Ensō, .NET and other languages, and compare.")
        {
            Examples =
            [
                "./enso bench queues                         everything; minutes, on a machine with nothing else to do",
                "./enso bench queues spsc spsc-batch         one writer and one reader",
                "./enso bench queues mpsc subscriber-vec     one figure",
                "./enso bench queues --no-peers --rounds 3   without the queues of other languages, quickly",
            ],
        };
        Argument<string[]> words = new("name")
        {
            Description = "The ways of passing messages, and the queues, to measure; all when none is named: "
                + $"{string.Join(", ", QueuesCatalog.Words)}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int> rounds = OptionFactory.Number(
            "--rounds", "N", "How often each figure is measured.", 1, MaximumRounds, s_presets.Rounds);
        Option<int> divisor = OptionFactory.Number(
            "--divide",
            "N",
            "Divide every count of messages: for trying out, not for figures.",
            1,
            MaximumDivisor,
            s_presets.Divisor);
        Option<bool> noPeers = new("--no-peers")
        {
            Description = "Leave out the queues of other languages, and the packages that they need.",
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
            QueuesBenchmark benchmark = await builder.BuildAsync(Read(result), cancellationToken);
            QueuesResult found = await benchmark.RunAsync(cancellationToken);
            foreach (string line in QueuesTable.Describe(found))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(line);
            }

            await json.WriteAsync(result, () => QueuesJson.Write(found), cancellationToken);
            return ExitCodes.Success;
        });
        return command;

        QueuesOptions Read(ParseResult result) => new()
        {
            Rounds = result.GetValue(rounds),
            Divisor = result.GetValue(divisor),
            HasPeers = !result.GetValue(noPeers),
            Words = [.. (result.GetValue(words) ?? []).Distinct()],
        };
    }

    private static string? Check(QueuesOptions options)
    {
        IReadOnlyList<string> known = QueuesCatalog.Words;
        if (options.Words.FirstOrDefault(word => !known.Contains(word)) is { } wrong)
        {
            string guess = Spelling.Nearest(wrong, known) is { } word ? $"; did you mean '{word}'?" : ".";
            return $"'{wrong}' is neither a way of passing messages nor a queue{guess} "
                + $"The names are: {string.Join(", ", known)}.";
        }

        return options.Contenders.Any(queue => options.Figures(queue.Program).Count > 0)
            ? null
            : $"'{string.Join(' ', options.Words)}' chooses nothing: "
                + (options.HasPeers ? "no such queue passes messages so." : "no such queue is left with --no-peers.");
    }
}
