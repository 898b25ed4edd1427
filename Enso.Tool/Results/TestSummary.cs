using System.Globalization;
using System.Xml.Linq;

namespace Enso.Tool.Results;

/// <summary>What a test run came to.</summary>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Failures">The tests that failed.</param>
/// <param name="Skipped">How many were not run, by their own wish.</param>
public sealed record TestSummary(int Passed, IReadOnlyList<TestFailure> Failures, int Skipped)
{
    private static readonly XNamespace s_trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Nothing was run.</summary>
    public static TestSummary Empty { get; } = new(0, [], 0);

    /// <summary>Whether something passed and nothing failed.</summary>
    public bool IsSuccess => Passed > 0 && Failures.Count == 0;

    /// <summary>Reads a report.</summary>
    /// <param name="reader">The report, in the TRX format of <c>dotnet test</c>.</param>
    /// <returns>Its summary.</returns>
    public static TestSummary ReadTrx(TextReader reader)
    {
        int passed = 0;
        int skipped = 0;
        List<TestFailure> failures = [];
        foreach (XElement result in XDocument.Load(reader).Descendants(s_trx + "UnitTestResult"))
        {
            switch ((string?)result.Attribute("outcome"))
            {
                case "Passed":
                    passed++;
                    break;
                case "NotExecuted" or "Inconclusive" or "NotRunnable" or "Pending":
                    skipped++;
                    break;
                default:
                    // Failed, Error, Timeout, Aborted, and whatever is not known to be good.
                    failures.Add(Failure(result));
                    break;
            }
        }

        return new TestSummary(passed, failures, skipped);
    }

    /// <summary>The last line of a test run: <c>12 passed, 0 failed</c>, with the skipped ones if any.</summary>
    public override string ToString()
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failures.Count} failed");
        return Skipped == 0 ? line : string.Create(CultureInfo.InvariantCulture, $"{line}, {Skipped} skipped");
    }

    private static TestFailure Failure(XElement result)
    {
        XElement? message = result.Element(s_trx + "Output")?.Element(s_trx + "ErrorInfo")?.Element(s_trx + "Message");
        return new TestFailure(
            (string?)result.Attribute("testName") ?? "(no name)", message?.Value.Trim() ?? "(no message)");
    }
}
