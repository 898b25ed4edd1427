using System.Diagnostics;
using System.Reflection;
using Enso.Build.Plugs;
using Enso.Tests.InKernel;
using Enso.Tool.Building;

namespace Enso.Tests.Plugs;

/// <summary>Every C symbol that can be asked for is defined, and <c>docs/symbols.md</c> lists it with its state.
/// </summary>
[TestFixture]
public sealed class PlugTableTests
{
    private PlugInputs _inputs = null!;
    private PlugTable _table = null!;

    private static string Root => RepositoryLayout.Current.Root;

    [OneTimeSetUp]
    public void Read()
    {
        string configuration = typeof(PlugTableTests).Assembly
            .GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        string list = Path.Combine(Root, "Enso.Kernel", "obj", configuration, "native", "plugs.rsp");
        _inputs = PlugInputs.Load(list);
        _table = PlugTable.Build(_inputs);
    }

    [Test]
    public void The_page_is_what_the_code_and_the_archives_say()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "symbols.md"));
        Assert.That(page, Is.EqualTo(PlugPage.Write(_table)), $"to make the page again: {PlugPage.Command}");
    }

    [Test]
    public void Every_symbol_that_an_archive_leaves_undefined_is_in_the_table()
    {
        HashSet<string> listed = [.. _table.Entries.Select(e => e.Name)];
        List<string> archives = [.. _inputs.Archives, .. _inputs.Alternatives];
        HashSet<string> defined = [.. Names("nm", ["--defined-only", "--extern-only", .. archives])];
        List<string> undefined = [.. Names("nm", ["--undefined-only", .. archives]).Distinct()];
        Assert.That(undefined, Has.Count.GreaterThan(300));
        Assert.That(undefined.Where(name => !defined.Contains(name) && !listed.Contains(name)), Is.Empty);
    }

    [Test]
    public void Nothing_that_is_asked_for_is_defined_nowhere()
        => Assert.That(_table.Entries.Where(e => e.Origin == PlugOrigin.Nowhere).Select(e => e.Name), Is.Empty);

    [Test]
    public void Every_function_that_the_class_library_calls_natively_is_there()
        => Assert.That(_table.MissingFunctions, Is.Empty);

    [Test]
    public void The_archives_link_whole()
    {
        string output = Path.Combine(TestContext.CurrentContext.WorkDirectory, "whole.elf");
        (int status, string text) = Run(
            "ld",
            [
                "-static", "-z", "noexecstack", "--no-warn-rwx-segments", "-T", _inputs.Script, "-o", output,
                _inputs.Managed, .. _inputs.Assembled, "--whole-archive", .. _inputs.Archives, "--no-whole-archive",
                _inputs.Library,
            ]);
        File.Delete(output);
        Assert.That(status, Is.Zero, text);
        Assert.That(text, Is.Empty);
    }

    [Test]
    public void A_kernel_test_calls_every_unsupported_function()
    {
        ManagedSymbols tests = ManagedSymbols.Load(typeof(TestKernel).Assembly.Location);
        HashSet<string> called = [.. tests.ImportsFrom(CLibrary.Image)];
        IEnumerable<PlugEntry> unsupported = _table.Entries.Where(e => e.State == PlugState.Unsupported);
        Assert.That(unsupported.Select(e => e.Name).Where(name => !called.Contains(name)), Is.Empty);
    }

    [Test]
    public void A_symbol_that_says_what_is_missing_says_it_in_words()
    {
        foreach (PlugEntry entry in _table.Entries.Where(e => e.State != PlugState.Complete))
        {
            Assert.That(
                entry.Remark, Has.Length.GreaterThan(10).And.Not.EndsWith(".").And.Not.Contains("|"), entry.Name);
        }
    }

    /// <summary>The last word of each line that is a symbol's.</summary>
    private static IEnumerable<string> Names(string tool, IEnumerable<string> arguments)
        => Run(tool, arguments).Text.Split('\n').Where(line => line.Contains(' ') && !line.EndsWith(':'))
            .Select(line => line[(line.LastIndexOf(' ') + 1)..]);

    private static (int Status, string Text) Run(string tool, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + (process.ExitCode == 0 && tool == "nm" ? "" : errors.Result));
    }
}
