using System.Text.Json.Nodes;
using Enso.Tool;
using Enso.Tool.Programs;

namespace Enso.Tests.Tool;

/// <summary>Which projects become images, and what is said of the others.</summary>
[TestFixture]
public sealed class ProgramProjectTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("enso-projects-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase("Exe", "net5.0")]
    [TestCase("exe", "net8.0")]
    [TestCase("Exe", "net9.0")]
    public void A_console_program_that_the_compiler_speaks_is_taken(string output, string framework)
        => Assert.That(Objection(output, framework), Is.Null);

    [TestCase("Library", "net9.0", "Library")]
    [TestCase("", "net9.0", "Library")]
    [TestCase("WinExe", "net9.0", "WinExe")]
    [TestCase("Exe", "net10.0", "no newer one than net9.0")]
    [TestCase("Exe", "net11.0", "'net11.0'")]
    [TestCase("Exe", "netcoreapp3.1", "'netcoreapp3.1'")]
    [TestCase("Exe", "netstandard2.0", "'netstandard2.0'")]
    [TestCase("Exe", "net48", "'net48'")]
    [TestCase("Exe", "net9.0-windows", "'net9.0-windows'")]
    [TestCase("Exe", "net9.0-android35.0", "'net9.0-android35.0'")]
    [TestCase("Exe", "", "''")]
    public void Any_other_is_refused_with_what_is_wrong_and_what_is_allowed(string output, string framework, string reason)
        => Assert.That(Objection(output, framework), Does.Contain(reason).And.Contain("net5.0 to net9.0"));

    [TestCase("Microsoft.AspNetCore.App", "ASP.NET Core")]
    [TestCase("Microsoft.WindowsDesktop.App.WPF", "Microsoft.WindowsDesktop.App.WPF")]
    public void A_framework_that_is_not_in_the_image_is_refused(string reference, string reason)
        => Assert.That(
            Objection("Exe", "net9.0", "Microsoft.NETCore.App", reference),
            Does.Contain(reason).And.Contain("console program"));

    [Test]
    public void A_project_file_is_taken_as_it_is() => Assert.That(ProgramProject.Find(Put("a.csproj")), Is.EqualTo(Path("a.csproj")));

    [TestCase("a.csproj")]
    [TestCase("a.fsproj")]
    [TestCase("a.vbproj")]
    public void A_folder_with_one_project_stands_for_it(string name)
    {
        Put(name);
        Put("Program.cs");
        Assert.That(ProgramProject.Find(_folder), Is.EqualTo(Path(name)));
    }

    [Test]
    public void A_folder_with_several_projects_is_refused_with_their_names()
    {
        Put("a.csproj");
        Put("b.fsproj");
        Assert.That(Refusal(_folder), Does.Contain("2 project files").And.Contain("a.csproj, b.fsproj"));
    }

    [Test]
    public void A_folder_without_a_project_is_refused()
        => Assert.That(Refusal(_folder), Does.Contain(".csproj, .fsproj or .vbproj"));

    [Test]
    public void A_file_that_is_no_project_is_refused()
        => Assert.That(Refusal(Put("Program.cs")), Does.Contain("no project file"));

    [Test]
    public void What_is_not_there_is_refused()
        => Assert.That(Refusal(Path("missing")), Does.Contain("no such file or folder"));

    private static string? Objection(string output, string framework, params string[] references)
    {
        JsonArray items = [.. references.Select(name => new JsonObject { ["Identity"] = name })];
        return ProgramProject.Objection(new ProjectEvaluation(new JsonObject
        {
            ["Properties"] = new JsonObject { ["OutputType"] = output, ["TargetFramework"] = framework },
            ["Items"] = new JsonObject { ["FrameworkReference"] = items },
        }));
    }

    private static string Refusal(string path)
    {
        ToolException error = Assert.Throws<ToolException>(() => ProgramProject.Find(path))!;
        Assert.That(error.ExitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(error.Message, Does.Contain(path));
        return error.Message;
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private string Put(string name)
    {
        File.WriteAllText(Path(name), "");
        return Path(name);
    }
}
