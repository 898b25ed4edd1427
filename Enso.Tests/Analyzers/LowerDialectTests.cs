using System.Collections.Immutable;
using Enso.Build.Analyzers;
using Microsoft.CodeAnalysis;

namespace Enso.Tests.Analyzers;

/// <summary>Each rule of the lower dialect: what it refuses, in which words, and what it lets pass.</summary>
[TestFixture]
public sealed partial class LowerDialectTests
{
    private static IEnumerable<TestCaseData> Refused =>
        s_refused.Select((c, i) =>
            new TestCaseData(c.Id, c.Code, c.Words).SetArgDisplayNames(c.Id, $"#{i}", c.Code));

    private static IEnumerable<TestCaseData> Allowed =>
        s_allowed.Select((c, i) => new TestCaseData(c.Code).SetArgDisplayNames(c.Id, $"#{i}", c.Code));

    [TestCaseSource(nameof(Refused))]
    public void What_the_rule_forbids_is_refused_once_and_in_words(string id, string code, string words)
    {
        ImmutableArray<Diagnostic> found = LowerSnippet.AnalyzeMembers(code);
        Assert.That(found.Select(d => d.Id), Is.EqualTo([id]), string.Join('\n', found));
        Assert.That(found[0].GetMessage(), Does.Contain(words));
        Assert.That(found[0].Severity, Is.EqualTo(DiagnosticSeverity.Error));
    }

    [TestCaseSource(nameof(Allowed))]
    public void What_the_dialect_has_instead_is_let_through(string code) =>
        Assert.That(LowerSnippet.AnalyzeMembers(code), Is.Empty);

    [Test]
    public void Every_rule_is_tried_both_ways()
    {
        string[] rules = [.. LowerRules.All.Select(r => r.Id)];
        Assert.That(rules, Is.Unique);
        Assert.That(s_refused.Select(c => c.Id).Distinct(), Is.EquivalentTo(rules));
        Assert.That(s_allowed.Select(c => c.Id).Distinct(), Is.EquivalentTo(rules));
    }

    [Test]
    public void A_rule_cannot_be_switched_off_where_it_bites()
    {
        ImmutableArray<Diagnostic> found = LowerSnippet.AnalyzeMembers("""
            #pragma warning disable ENSO101
            static object F() => new object();
            """);
        Assert.That(found.Select(d => (d.Id, d.IsSuppressed)), Is.EqualTo([("ENSO101", false)]));
    }

    [Test]
    public void Attributes_are_metadata_and_exempt() => Assert.That(LowerSnippet.Analyze("""
        [AttributeUsage(AttributeTargets.All)]
        internal sealed class NoteAttribute : Attribute
        {
            public NoteAttribute(params string[] words) => Text = string.Join(' ', words);
            public string Text { get; }
        }
        internal static class Lower
        {
            [Note("a", "b"), Obsolete]
            public static int F() => 1;
        }
        """), Is.Empty);

    [Test]
    public void Each_listed_member_of_the_class_library_exists_and_has_a_reason()
    {
        foreach (AllowedMembers entry in AllowedLibrary.Entries)
        {
            Type[] types = [.. new[] { typeof(object), typeof(System.Threading.Volatile) }
                .Select(t => t.Assembly).Distinct().SelectMany(a => a.GetExportedTypes())
                .Where(t => t.FullName!.Split('`')[0] == entry.Type && !t.FullName.Contains('+'))];
            Assert.That(types, Is.Not.Empty, entry.Type);
            string[] members = [.. types.SelectMany(t => t.GetMembers()).Select(m => m.Name)];
            Assert.That(members, Is.SupersetOf(entry.Members), entry.Type);
            Assert.That(entry.Reason, Is.Not.Empty);
        }
    }
}
