using System.Text.RegularExpressions;

namespace Enso.Build.Programs;

/// <summary>The compiler's own warnings about code that may not work ahead of time, in fewer words.</summary>
internal static partial class CompilerWarnings
{
    // Calls of the serializer work: JsonConverters names to the compiler what it cannot see.
    private const string Serializer = "'System.Text.Json.JsonSerializer.";

    /// <summary>Picks the warnings out of the compiler's output.</summary>
    /// <param name="output">The lines of its output.</param>
    /// <returns>One line for each place and matter, whatever number of warnings it had.</returns>
    public static IEnumerable<string> Summarise(IEnumerable<string> output) => output
        .Select(line => Warning().Match(line))
        .Where(match => match.Success && !match.Value.Contains(Serializer, StringComparison.Ordinal))
        .Select(match => (
            Place: Place(match.Groups["place"].Value),
            Code: match.Groups["code"].Value,
            Text: Text(match.Groups["text"].Value)))
        .GroupBy(warning => (warning.Place, warning.Text))
        .Select(group => $"{group.Key.Place}{group.Key.Text} ({string.Join(", ", group.Select(w => w.Code).Distinct())})");

    private static string Place(string place) => place == "ILC" ? "" : $"{Path.GetFileName(place)}: ";

    private static string Text(string text) =>
        Member().Match(text) is { Success: true } member
            ? $"'{member.Groups["member"].Value}' may not work when everything is compiled before it runs"
            : Assembly().Match(text) is { Success: true } assembly
                ? $"the package {assembly.Groups["name"].Value} has code that may not work when everything is compiled "
                    + "before it runs"
                : FirstSentence().Match(text).Value;

    [GeneratedRegex(@"^(?<place>.*?)\s?: (Trim analysis |AOT analysis )?warning (?<code>IL\d+): (?<text>.*)$")]
    private static partial Regex Warning();

    [GeneratedRegex(@"Using member '(?<member>[^']+)' which has 'Requires")]
    private static partial Regex Member();

    [GeneratedRegex(@"^Assembly '(?<name>[^']+)' produced ")]
    private static partial Regex Assembly();

    [GeneratedRegex(@"^.*?(?=\. |\.?$)")]
    private static partial Regex FirstSentence();
}
