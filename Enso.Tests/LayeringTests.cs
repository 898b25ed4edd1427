using System.Xml.Linq;
using Enso.Tool.Building;

namespace Enso.Tests;

/// <summary>References between projects point downward only.</summary>
[TestFixture]
public sealed class LayeringTests
{
    /// <summary>From the bottom up; a project may reference those before it. The tests stand outside.</summary>
    private static readonly string[] s_layers =
    [
        "Enso.Build.Analyzers", "Enso.Build.Generators", "Enso.Build", "Enso.Machine",
        "Enso.StackTraces.CoreLibrary", "Enso.StackTraces", "Enso.Queues.Analyzers", "Enso.Queues", "Enso.Benchmarks",
        "Enso.Scheduler", "Enso.Drivers",
        "Enso.Network", "Enso.Storage", "Enso.Orders", "Enso.Kernel",
    ];

    private static IEnumerable<string> Projects
        => Directory.EnumerateFiles(RepositoryLayout.Current.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => s_layers.Contains(Path.GetFileNameWithoutExtension(path)));

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_only_those_below_it(string path)
    {
        int layer = Array.IndexOf(s_layers, Path.GetFileNameWithoutExtension(path));
        foreach (XElement reference in XDocument.Load(path).Descendants("ProjectReference"))
        {
            string name = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value);
            Assert.That(Array.IndexOf(s_layers, name), Is.InRange(0, layer - 1), $"{path} references {name}");
        }
    }

    [Test]
    public void Upper_projects_other_than_the_kernel_and_stack_traces_do_not_see_the_machine()
    {
        foreach (string path in Projects.Where(p => Path.GetFileNameWithoutExtension(p)
            is not "Enso.Kernel" and not "Enso.StackTraces"))
        {
            Assert.That(File.ReadAllText(path), Does.Not.Contain("Enso.Machine.csproj"), path);
        }
    }
}
