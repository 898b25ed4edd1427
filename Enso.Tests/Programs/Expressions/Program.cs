using System.Text.RegularExpressions;

// Regular expressions: interpreted, compiled, generated.
const string log = """
    2024-01-05 10:15:32 INFO  server started on port 8080
    2024-01-05 10:15:40 WARN  slow request: GET /index.html took 1532 ms
    2024-01-06 00:00:01 ERROR failed to open "data.txt": not found
    2024-02-29 23:59:59 INFO  bye
    """;
foreach (Match match in Patterns.Line().Matches(log))
{
    Console.WriteLine($"{match.Groups["level"].Value,-5}|{match.Groups["date"].Value}|{match.Groups["text"].Value.TrimEnd()}");
}
Console.WriteLine(Regex.Replace("John Smith, Ada Lovelace", @"(\w+) (\w+)", "$2 $1"));
Console.WriteLine(Regex.Replace("a1b22c333", @"\d+", m => (int.Parse(m.Value) * 2).ToString()));
Console.WriteLine(string.Join('|', Regex.Split("one,  two;three", @"[,;]\s*")));
Console.WriteLine(new Regex("^(a+)+$", RegexOptions.NonBacktracking).IsMatch(new string('a', 5000) + "b"));
Console.WriteLine(new Regex(@"\b(?<word>\w+)\s+\k<word>\b", RegexOptions.Compiled | RegexOptions.IgnoreCase).Match("This is is it").Value);
Console.WriteLine(Regex.IsMatch("κόσμος", @"^\p{IsGreek}+$"));
Console.WriteLine(string.Join(' ', Regex.Matches("x=1 y=20 z=300", @"(?<=\w=)\d{2,}").Select(m => $"{m.Value}@{m.Index}")));
Console.WriteLine(Regex.Escape("1+1=2?"));
try
{
    _ = new Regex("(unclosed");
}
catch (RegexParseException error)
{
    Console.WriteLine($"{error.Error} at {error.Offset}");
}
try
{
    Regex.IsMatch(new string('a', 40) + "!", "^(a|a)*$", RegexOptions.None, TimeSpan.FromMilliseconds(50));
    Console.WriteLine("matched?");
}
catch (RegexMatchTimeoutException)
{
    Console.WriteLine("gave up in time");
}

static partial class Patterns
{
    [GeneratedRegex(@"^(?<date>\d{4}-\d\d-\d\d) \S+ (?<level>[A-Z]+)\s+(?<text>.*)$", RegexOptions.Multiline)]
    public static partial Regex Line();
}
