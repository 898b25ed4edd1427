using System.Reflection;
using System.Text.RegularExpressions;
using Enso.Tests.Queues.Streams;
using Enso.Tool.Building;

namespace Enso.Tests.Queues.Pages;

/// <summary>The pages on queues and the reactor: their samples, as they stand there, and what they lead to.</summary>
[TestFixture]
public sealed partial class QueuePageTests
{
    private const string Output = "\n```text\n";

    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Current.Root, "docs", "queues"), "*.md")
            .Append(Path.Combine(RepositoryLayout.Current.Root, "docs", "queues.md"))
            .Append(Path.Combine(RepositoryLayout.Current.Root, "docs", "reactor.md"))
            .Select(RepositoryLayout.Current.Relative)
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public async Task The_sample_gives_what_the_page_says(string path)
    {
        MethodInfo run = PageSample.CompileFile(path).GetTypes()
            .Select(type => type.GetMethod("Run", BindingFlags.Public | BindingFlags.Static))
            .Single(method => method is not null)!;
        object result = run.Invoke(null, null)!;
        string given = result is Task<string> task ? await task : (string)result;
        string page = Read(path);
        int start = page.IndexOf(Output, StringComparison.Ordinal) + Output.Length;
        Assert.That(given, Is.EqualTo(page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)]));
    }

    [TestCaseSource(nameof(Pages))]
    public void What_a_page_links_to_is_there(string path)
    {
        string directory = Path.GetDirectoryName(Path.Combine(RepositoryLayout.Current.Root, path))!;
        foreach (Match link in Link().Matches(Read(path)))
        {
            string target = link.Groups[1].Value;
            Assert.That(File.Exists(Path.Combine(directory, target)), Is.True, $"{path} links to {target}");
        }
    }

    [Test]
    public void Every_picture_is_on_a_page()
    {
        string pages = string.Concat(Pages.Select(Read));
        foreach (string picture in Directory.EnumerateFiles(RepositoryLayout.Current.QueuePictures))
        {
            Assert.That(pages, Does.Contain($"images/queues/{Path.GetFileName(picture)}"));
        }
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryLayout.Current.Root, path));

    [GeneratedRegex(@"\]\(([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
