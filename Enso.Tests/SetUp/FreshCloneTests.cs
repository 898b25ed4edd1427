using System.Diagnostics;
using Enso.Tool.Building;

namespace Enso.Tests.SetUp;

/// <summary>A fresh clone, with nothing in the home directory, comes up by one command. Slow: it restores every package
/// again.</summary>
[TestFixture]
[Category("Campaign")]
public sealed class FreshCloneTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("enso-fresh-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task One_command_leads_to_the_shell()
    {
        string clone = Path.Combine(_directory, "clone");
        string home = Path.Combine(_directory, "home");
        Directory.CreateDirectory(home);
        await RunAsync("git", _directory, home, "clone", "-q", RepositoryLayout.Current.Root, clone);
        (int status, string output) = await RunAsync(
            Path.Combine(clone, "enso"), clone, home, "run", "--exec", "cores; poweroff");
        Assert.That(status, Is.Zero, output);
        Assert.That(output, Does.Contain("4 of 4 cores online"));

        // The second time nothing is built.
        (status, output) = await RunAsync(Path.Combine(clone, "enso"), clone, home, "run", "--exec", "poweroff");
        Assert.That(status, Is.Zero, output);
        Assert.That(output, Does.Not.Contain("Building"));
    }

    private static async Task<(int Status, string Output)> RunAsync(
        string program, string directory, string home, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = home;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(10));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }
}
