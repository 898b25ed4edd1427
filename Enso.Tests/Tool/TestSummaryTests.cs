using Enso.Tool.Results;
using NUnit.Framework;

namespace Enso.Tests.Tool;

[TestFixture]
public sealed class TestSummaryTests
{
    private const string Head = "<TestRun xmlns=\"http://microsoft.com/schemas/VisualStudio/TeamTest/2010\"><Results>";
    private const string Tail = "</Results></TestRun>";

    [Test]
    public void Outcomes_are_counted_and_failures_kept()
    {
        TestSummary summary = Read("""
            <UnitTestResult testName="A" outcome="Passed" />
            <UnitTestResult testName="B" outcome="Passed" />
            <UnitTestResult testName="C" outcome="NotExecuted" />
            <UnitTestResult testName="D" outcome="Failed">
              <Output><ErrorInfo><Message>  Expected: 1&#10;But was: 2</Message></ErrorInfo></Output>
            </UnitTestResult>
            """);

        Assert.Multiple(() =>
        {
            Assert.That(summary.ToString(), Is.EqualTo("2 passed, 1 failed, 1 skipped"));
            Assert.That(summary.Failures, Is.EqualTo(new[] { new TestFailure("D", "Expected: 1\nBut was: 2") }));
            Assert.That(summary.IsSuccess, Is.False);
        });
    }

    [Test]
    public void All_passed_is_success_and_skipped_is_not_mentioned()
    {
        TestSummary summary = Read("<UnitTestResult testName=\"A\" outcome=\"Passed\" />");

        Assert.That(summary.ToString(), Is.EqualTo("1 passed, 0 failed"));
        Assert.That(summary.IsSuccess, Is.True);
    }

    [Test]
    public void Nothing_run_is_no_success()
    {
        Assert.That(Read("").IsSuccess, Is.False);
        Assert.That(TestSummary.Empty.ToString(), Is.EqualTo("0 passed, 0 failed"));
    }

    [Test]
    public void An_unknown_outcome_counts_as_a_failure() =>
        Assert.That(Read("<UnitTestResult testName=\"A\" outcome=\"Aborted\" />").Failures, Has.Count.EqualTo(1));

    [TestCase(null, null, false, "TestCategory!=Campaign")]
    [TestCase(null, null, true, "TestCategory!=Campaign&TestCategory!=Emulator")]
    [TestCase(null, "Campaign", false, "TestCategory=Campaign")]
    [TestCase("stress", null, false, "TestCategory=Campaign&FullyQualifiedName~StressTests")]
    [TestCase("soak", null, false, "TestCategory=Campaign&FullyQualifiedName~SoakTests")]
    [TestCase("Queue", null, false, "TestCategory!=Campaign&FullyQualifiedName~Queue")]
    [TestCase("Name=X|Name=Y", null, false, "TestCategory!=Campaign&(Name=X|Name=Y)")]
    [TestCase("Add(1)", null, false, "TestCategory!=Campaign&FullyQualifiedName~Add\\(1\\)")]
    [TestCase("Queue Ring", null, false, "TestCategory!=Campaign&(FullyQualifiedName~Queue|FullyQualifiedName~Ring)")]
    public void Filters_are_expressions_of_the_test_runner(
        string? text, string? category, bool isQuick, string expected) =>
        Assert.That(TestFilter.Build(text, category, isQuick), Is.EqualTo(expected));

    private static TestSummary Read(string results)
    {
        using StringReader reader = new(Head + results + Tail);
        return TestSummary.ReadTrx(reader);
    }
}
