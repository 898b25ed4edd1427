using System.Text.RegularExpressions;

namespace Enso.Tests.Emulated;

/// <summary>An exception that nobody catches ends the machine, wherever it was thrown, with .NET's own report, the
/// files and lines in it, and then a panic.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class UnhandledExceptionTests
{
    private const string Planted = "UnhandledTests.Planted_end";
    private const string Place = @"in Enso\.Tests/InKernel/Tests/UnhandledTests\.cs:line \d+";
    private const string Report = @"Unhandled exception\. System\.InvalidOperationException: ";

    [TestCase("thread", Report + @"planted\s+at Enso\.Tests\.InKernel\.Tests\.UnhandledTests\.Fail\(\) " + Place)]
    [TestCase("pool", Report + @"planted\s+at \S+\.Fail\(\) " + Place + @"(?s).*ThreadPool")]
    [TestCase("dropped-object",
        Report + @"planted\s+at \S+\.Fail\(\) " + Place + @"\s+at \S+Failing\.Finalize\(\) " + Place)]
    public async Task Thrown_in(string where, string report)
    {
        string text = await EndAsync(where);
        Assert.That(text, Does.Contain("announced InvalidOperationException, terminating: True"));
        Assert.That(text, Does.Match(report));
        Assert.That(text, Does.Match(@"(?s)Unhandled exception.*\*\*\* PANIC: abort"));
        Assert.That(text, Does.Not.Contain("a finally block ran"));
    }

    [Test]
    public async Task Thrown_in_an_async_void_method_after_its_finally_blocks()
    {
        string text = await EndAsync("async-void");
        Assert.That(text, Does.Match(@"(?s)a finally block ran.*" + Report + @"planted\s+at \S+\.Fail\(\) " + Place
            + @"\s+at \S+FailAsync\S+MoveNext\(\) " + Place + @".*\*\*\* PANIC: abort"));
    }

    [Test]
    public async Task The_report_of_a_wrapped_exception_shows_both_and_where_each_was_thrown()
    {
        string text = await EndAsync("wrapped");
        Assert.That(text, Does.Match(Report + @"outer\s+---> System\.FormatException: inner\s+at \S+\.Wrap\(\) " + Place
            + @"\s+--- End of inner exception stack trace ---\s+at \S+\.Wrap\(\) " + Place));
    }

    [Test]
    public async Task The_reports_of_a_null_reference_show_its_line()
    {
        string text = await EndAsync("null");
        Assert.That(text, Does.Contain("announced NullReferenceException, terminating: True"));
        Assert.That(text, Does.Match(@"Unhandled exception\. System\.NullReferenceException: .*\s+at .*Planted_end.* "
            + Place));
        Match dotnet = Regex.Match(text, @"Planted_end.* in (\S+):line (\d+)");
        Assert.That(text, Does.Match(@"at RhpThrowHwEx in .*\s+at \S+Planted_end\S* in "
            + Regex.Escape($"{dotnet.Groups[1].Value}:{dotnet.Groups[2].Value}")), "the panic's own stack");
    }

    [Test]
    public async Task The_report_of_a_fail_fast_shows_its_message_its_caller_and_its_cause()
    {
        string text = await EndAsync("fail-fast");
        Assert.That(text, Does.Contain("Process terminated. planted end"));
        Assert.That(text, Does.Contain("System.FormatException: its cause"));
        Assert.That(text, Does.Match(@"at \S+\.UnhandledTests\.Planted_end"));
        Assert.That(text, Does.Contain("*** PANIC: abort"));
        Assert.That(Regex.Count(text, "announced"), Is.Zero);
    }

    private static async Task<string> EndAsync(string how)
    {
        IReadOnlyDictionary<string, KernelTestResult> results = await KernelTestRun.RunAsync(
            2, Planted, $"end={how}", TestImages.BootLimit);
        Assert.That(results[Planted].Passed, Is.False);
        Assert.That(results[Planted].Message, Does.StartWith($"The kernel panicked in {Planted}"));
        return results[Planted].Message;
    }
}
