using System.Diagnostics;
using System.Text;
using Enso.Build.Libraries;

namespace Enso.Tests.Libraries;

/// <summary>Whether an image gets OpenSSL, and the table by which it finds the functions.</summary>
[TestFixture]
internal sealed class LibraryLinkerTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("enso-libraries-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_archives_index_names_what_its_members_define()
    {
        string archive = Archive(
            "some.a", ".globl one\none:\n.globl two\n.bss\ntwo: .quad 0\nhidden:", ".globl three\nthree:");

        Assert.That(StaticArchive.Symbols(archive), Is.EquivalentTo(new[] { "one", "two", "three" }));
    }

    [TestCase("", "stream")]
    [TestCase("this is not an archive, but it is long enough for the header of its first member",
        "not a static archive")]
    [TestCase("!<arch>\nmember/         0           0     0     0       4         `\nabcd", "without an index")]
    [TestCase("!<arch>\n/               0           0     0     0       many      `\nabcd", "'many'")]
    [TestCase("!<arch>\n/               0           0     0     0       4         `\n\0\0\0\u0001", "ends too early")]
    public void What_is_not_an_archive_is_refused_by_name(string content, string reason)
    {
        string path = Path.Combine(_folder, "wrong.a");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));

        InvalidDataException? error = Assert.Throws<InvalidDataException>(() => StaticArchive.Symbols(path));

        Assert.That(error!.Message, Does.StartWith(path).And.Contain(reason));
    }

    [Test]
    public void The_table_is_of_the_functions_that_both_know()
    {
        IEnumerable<string> functions = LibraryLinker.Functions(
            ["Shim_Call", "b_new_ptr", "a_old_ptr", "a_new_ptr"],
            [new HashSet<string> { "b_new", "other" }, new HashSet<string> { "a_new" }]);

        Assert.That(functions, Is.EquivalentTo(new[] { "a_new", "b_new" }));
    }

    [Test]
    public void The_table_is_sorted_by_bytes()
    {
        string assembly = LibraryTable.Assembly("some.so", ["b", "B", "a_", "aB"]);

        IEnumerable<string> rows = assembly.Split('\n')
            .Where(line => line.StartsWith(".quad name", StringComparison.Ordinal));
        Assert.That(rows, Is.EqualTo(new[]
        {
            ".quad name, 4", ".quad name0, B", ".quad name1, aB", ".quad name2, a_", ".quad name3, b",
        }));
    }

    [Test]
    public void An_image_that_calls_the_shim_is_linked_with_the_library()
    {
        (int exitCode, string assembly, string arguments) = Link("call Shim_Call", "library.a");

        Assert.That(exitCode, Is.Zero);
        Assert.That(assembly, Does.Contain(".quad name0, open_it\n").And.Not.Contains("old_it"));
        Assert.That(arguments, Does.Contain("shim.a\"\n").And.Contains("library.a\"\n"));
        Assemble("table.o", assembly);
    }

    [Test]
    public void An_image_that_does_not_is_linked_as_ever()
    {
        (int exitCode, string assembly, string arguments) = Link("call elsewhere", "missing.a");

        Assert.That(exitCode, Is.Zero);
        Assert.That(assembly, Does.Not.Contain(".quad"));
        Assert.That(arguments, Is.Empty);
    }

    [Test]
    public void A_missing_library_is_named_with_its_package()
    {
        using StringWriter errors = new();
        TextWriter before = System.Console.Error;
        System.Console.SetError(errors);
        try
        {
            Assert.That(Link("call Shim_Call", "missing.a").ExitCode, Is.EqualTo(1));
        }
        finally
        {
            System.Console.SetError(before);
        }
        Assert.That(errors.ToString(), Does.Contain("missing.a").And.Contains("libssl-dev").And.Contains("Shim_Call"));
    }

    private (int ExitCode, string Assembly, string Arguments) Link(string code, string library)
    {
        string shim = Archive("shim.a", ".globl Shim_Call\nShim_Call:\n.comm open_it_ptr, 8\n.comm old_it_ptr, 8");
        Archive("library.a", ".globl open_it\nopen_it:");
        string image = Assemble("image.o", code + "\n");
        string assembly = Path.Combine(_folder, "table.S");
        string arguments = Path.Combine(_folder, "arguments.rsp");
        File.WriteAllText(assembly, "");
        File.WriteAllText(arguments, "");
        int exitCode = LibraryLinker.Run(image, shim, [Path.Combine(_folder, library)], assembly, arguments);
        return (exitCode, File.ReadAllText(assembly), File.ReadAllText(arguments));
    }

    private string Archive(string name, params string[] members)
    {
        string[] objects = [.. members.Select((source, i) => Assemble($"{name}{i}.o", source + "\n"))];
        string path = Path.Combine(_folder, name);
        Run("ar", ["rcsD", path, .. objects]);
        return path;
    }

    private string Assemble(string name, string source)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path + ".s", source);
        Run("as", ["--64", "-o", path, path + ".s"]);
        return path;
    }

    private static void Run(string tool, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }
}
