using System.Globalization;

namespace Enso.Tool.Benchmarks;

/// <summary>What a boot said: the lines of <c>bench/os</c> (its <c>Report.cs</c>, and on Linux <c>init.c</c>), found
/// among whatever else was written to the console.</summary>
public sealed class BenchmarkOutput
{
    private const string Mark = "@bench";

    private readonly Dictionary<string, List<double>> _values = [];
    private readonly Dictionary<string, string> _system = [];

    private BenchmarkOutput()
    {
    }

    /// <summary>What it ran on: the kernel, the clock and so on.</summary>
    public IReadOnlyDictionary<string, string> System => _system;

    /// <summary>Whether the program came to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The program's status; null when nothing said it.</summary>
    public int? Status { get; private set; }

    /// <summary>The names of all values.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The values of a name, in nanoseconds, one for each round.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The values; none when there are none.</returns>
    public IReadOnlyList<double> Values(string name) => _values.TryGetValue(name, out List<double>? list) ? list : [];

    /// <summary>Reads what was written.</summary>
    /// <param name="text">All of it.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="FormatException">A line is wrong; the message names it.</exception>
    public static BenchmarkOutput Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        BenchmarkOutput output = new();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if ((line == Mark || line.StartsWith(Mark + " ", StringComparison.Ordinal))
                && output.Take(line) is { } objection)
            {
                throw new FormatException(string.Create(
                    CultureInfo.InvariantCulture, $"line {i + 1} of its output, '{line}', {objection}"));
            }
        }

        return output;
    }

    /// <summary>Adds a value that was measured from outside.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nanoseconds">The value.</param>
    public void Add(string name, double nanoseconds)
    {
        if (!_values.TryGetValue(name, out List<double>? list))
        {
            _values[name] = list = [];
        }

        list.Add(nanoseconds);
    }

    // Says what is wrong with the line; null when nothing is.
    private string? Take(string line)
    {
        string[] words = line.Split(' ');
        switch (words)
        {
            case [_, "system", { Length: > 0 } key, _, ..]:
                _system[key] = string.Join(' ', words[3..]);
                return null;
            case [_, "result", { Length: > 0 } name, var round, var value]:
                return TakeResult(name, round, value);
            case [_, "status", var text]:
                bool isStatus = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status);
                Status = isStatus ? status : null;
                return isStatus ? null : "has no status";
            case [_, "error", ..]:
                return "reports an error";
            case [_, "end"]:
                IsComplete = true;
                return null;
            default:
                return "is none of: system KEY TEXT, result NAME ROUND NANOSECONDS, status NUMBER, error TEXT, end";
        }
    }

    private string? TakeResult(string name, string round, string value)
    {
        int next = Values(name).Count + 1;
        if (!int.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number != next)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has round '{round}' where round {next} is next");
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!double.TryParse(value, Style, CultureInfo.InvariantCulture, out double nanoseconds)
            || !double.IsFinite(nanoseconds))
        {
            return $"has '{value}' where nanoseconds should be";
        }

        Add(name, nanoseconds);
        return null;
    }
}
