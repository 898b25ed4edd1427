using System.CommandLine;
using Enso.Tool.Benchmarks;
using Enso.Tool.Emulation;

namespace Enso.Tool.Commands;

/// <summary>The options that say what <c>bench os</c> measures, and on what machine.</summary>
internal sealed class OsBenchmarkCommandOptions
{
    private const int MaximumRuns = 100;
    private const int MaximumRounds = 1000;
    private const int MaximumCores = 64;
    private const int MaximumTimeoutSeconds = 24 * 60 * 60;

    private static readonly OsBenchmarkOptions s_presets = new();

    private readonly Argument<string[]> _names = new("benchmark")
    {
        Description = $"The benchmarks to run; all when none is named: {Words}.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<int> _runs = OptionFactory.Number(
        "--runs", "N", "How often each system is booted.", 1, MaximumRuns, s_presets.Runs);

    private readonly Option<int> _rounds = OptionFactory.Number(
        "--rounds", "N", "How often each benchmark is measured in a boot.", 1, MaximumRounds, s_presets.Rounds);

    private readonly Option<int> _cores = OptionFactory.Number(
        "--cores", "N", "The number of cores.", 1, MaximumCores, s_presets.Machine.Cores);

    private readonly Option<MemorySize> _memory = OptionFactory.Memory(s_presets.Machine.Memory);

    private readonly Option<Accelerator> _accelerator = OptionFactory.Accelerator();

    private readonly Option<int> _timeout = OptionFactory.Number(
        "--timeout",
        "SECONDS",
        "How long one boot may take.",
        1,
        MaximumTimeoutSeconds,
        (int)s_presets.Timeout.TotalSeconds);

    private readonly Option<bool> _noLinux = new("--no-linux")
    {
        Description = "Measure Ensō alone, which needs nothing more than ./enso run does.",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public OsBenchmarkCommandOptions(EnsoSubcommand command)
    {
        command.Arguments.Add(_names);
        foreach (Option option in (Option[])[_runs, _rounds, _cores, _memory, _accelerator, _timeout, _noLinux])
        {
            command.Options.Add(option);
        }

        command.Checks.Add(Check);
    }

    private static string Words => string.Join(", ", MeasureCatalog.Benchmarks);

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The options.</returns>
    public OsBenchmarkOptions Read(ParseResult result) => s_presets with
    {
        Machine = s_presets.Machine with
        {
            Cores = result.GetValue(_cores),
            Memory = result.GetValue(_memory),
            Accelerator = result.GetValue(_accelerator),
        },
        Runs = result.GetValue(_runs),
        Rounds = result.GetValue(_rounds),
        Benchmarks = [.. (result.GetValue(_names) ?? []).Distinct()],
        IsLinuxMeasured = !result.GetValue(_noLinux),
        Timeout = TimeSpan.FromSeconds(result.GetValue(_timeout)),
    };

    private string? Check(ParseResult result)
    {
        IReadOnlyList<string> known = MeasureCatalog.Benchmarks;
        if ((result.GetValue(_names) ?? []).FirstOrDefault(name => !known.Contains(name)) is not { } wrong)
        {
            return null;
        }

        string guess = Spelling.Nearest(wrong, known) is { } word ? $"; did you mean '{word}'?" : ".";
        return $"'{wrong}' is not a benchmark{guess} The benchmarks are: {Words}.";
    }
}
