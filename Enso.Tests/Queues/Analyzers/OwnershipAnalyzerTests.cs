using System.Collections.Immutable;
using Enso.Queues.Analyzers;
using Microsoft.CodeAnalysis;

namespace Enso.Tests.Queues.Analyzers;

/// <summary>Each rule of ownership: what it refuses, in which words, and what it lets pass.</summary>
[TestFixture]
public sealed partial class OwnershipAnalyzerTests
{
    private static IEnumerable<TestCaseData> Refused =>
        s_refused.Select((c, i) => new TestCaseData(c.Id, c.Code, c.Words).SetArgDisplayNames(c.Id, $"#{i}", c.Code));

    private static IEnumerable<TestCaseData> Allowed =>
        s_allowed.Select((c, i) => new TestCaseData(c.Code).SetArgDisplayNames(c.Id, $"#{i}", c.Code));

    [TestCaseSource(nameof(Refused))]
    public void What_the_rule_forbids_is_refused_once_and_in_words(string id, string code, string words)
    {
        ImmutableArray<Diagnostic> found = OwnedSnippet.Analyze(code);
        Assert.That(found.Select(d => d.Id), Is.EqualTo([id]), string.Join('\n', found));
        Assert.That(found[0].GetMessage(), Does.Contain(words));
        Assert.That(found[0].Severity, Is.EqualTo(DiagnosticSeverity.Error));
    }

    [TestCaseSource(nameof(Allowed))]
    public void What_keeps_the_rules_is_let_through(string code) =>
        Assert.That(OwnedSnippet.Analyze(code), Is.Empty);

    [Test]
    public void Every_rule_is_tried_both_ways()
    {
        string[] rules = [.. OwnershipRules.All.Select(r => r.Id)];
        Assert.That(rules, Is.Unique);
        Assert.That(s_refused.Select(c => c.Id).Distinct(), Is.EquivalentTo(rules));
        Assert.That(s_allowed.Select(c => c.Id).Distinct(), Is.EquivalentTo(rules));
    }

    [Test]
    public void A_message_names_the_line_where_the_variable_was_given_away()
    {
        Diagnostic found = OwnedSnippet.Analyze("""
            void F()
            {
                Owned<int> order = s_pool.Rent();
                s_ring.Publish(order);
                order.Value++;
            }
            """).Single();
        int first = OwnedSnippet.LinesBefore + 1;
        Assert.That(found.GetMessage(), Does.StartWith($"'order' was sent on line {first + 3} and is used here"));
        Assert.That(found.Location.GetLineSpan().StartLinePosition.Line + 1, Is.EqualTo(first + 4));
    }

    [Test]
    public void A_leak_is_reported_where_the_message_was_obtained_and_names_the_line_where_it_is_lost()
    {
        Diagnostic found = OwnedSnippet.Analyze("""
            void F()
            {
                Owned<int> order = s_pool.Rent();
                if (Check())
                {
                    return;
                }
                s_ring.Publish(order);
            }
            """).Single();
        int first = OwnedSnippet.LinesBefore + 1;
        Assert.That(found.GetMessage(), Does.StartWith("'order', obtained here, is still owned"));
        Assert.That(found.Location.GetLineSpan().StartLinePosition.Line + 1, Is.EqualTo(first + 2));
    }
}
