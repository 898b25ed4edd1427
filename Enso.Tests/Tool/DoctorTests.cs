using Enso.Tool;
using Enso.Tool.Requirements;
using NUnit.Framework;

namespace Enso.Tests.Tool;

[TestFixture]
public sealed class DoctorTests
{
    private const string CommandDirectory = "/usr/bin";

    private string _root = "";

    private static IEnumerable<string> Packages => RequirementCatalog.All.Select(requirement => requirement.Package);

    [SetUp]
    public void MakeCompleteMachine()
    {
        _root = Directory.CreateTempSubdirectory("doctor-").FullName;
        foreach (Requirement requirement in RequirementCatalog.All)
        {
            foreach (string path in Provided(requirement))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, "");
            }
        }
    }

    [TearDown]
    public void RemoveMachine() => Directory.Delete(_root, recursive: true);

    [Test]
    public void A_complete_machine_lacks_nothing() => Assert.That(NewDoctor().Examine(Need.All), Is.Empty);

    [TestCaseSource(nameof(Packages))]
    public void A_missing_package_is_named_alone(string package)
    {
        Requirement requirement = RequirementCatalog.All.Single(each => each.Package == package);
        foreach (string path in Provided(requirement))
        {
            File.Delete(path);
        }

        var missing = NewDoctor().Examine(Need.All);

        Assert.That(missing.Select(pair => pair.Requirement.Package), Is.EqualTo(new[] { package }));
        Assert.That(missing[0].Lacks, Is.Not.Empty);
    }

    [TestCaseSource(nameof(Packages))]
    public async Task The_report_says_which_is_missing(string package)
    {
        foreach (string path in Provided(RequirementCatalog.All.Single(each => each.Package == package)))
        {
            File.Delete(path);
        }

        using StringWriter output = new();
        await NewDoctor().ReportAsync(output);

        string[] missing = [.. output.ToString().Split('\n').Where(line => line.Contains("MISSING"))];
        Assert.That(missing, Has.Length.EqualTo(1));
        Assert.That(missing[0], Does.StartWith(package));
    }

    [Test]
    public void One_command_of_several_is_enough_to_miss()
    {
        File.Delete(_root + CommandDirectory + "/objcopy");

        var missing = NewDoctor().Examine(Need.Build);

        Assert.That(missing.Single().Lacks, Is.EqualTo(new[] { "objcopy" }));
    }

    [Test]
    public void Another_place_for_the_firmware_is_enough()
    {
        File.Delete(_root + "/usr/share/ovmf/OVMF.fd");

        Assert.That(NewDoctor().Examine(Need.All), Is.Empty);
    }

    [Test]
    public void A_build_does_not_need_the_debugger()
    {
        File.Delete(_root + CommandDirectory + "/gdb");

        Assert.That(NewDoctor().Examine(Need.Build | Need.Run), Is.Empty);
    }

    [Test]
    public void What_one_command_needs_is_asked_for_by_that_command_alone()
    {
        Assert.That(NewDoctor().Examine(Need.All), Is.Empty);
        Assert.That(
            NewDoctor().Examine(Need.Bench).Select(pair => pair.Requirement.Package),
            Is.EqualTo(new[] { "gcc", "libc6-dev" }));
    }

    [Test]
    public void Running_the_shell_does_not_need_cryptography()
    {
        File.Delete(_root + "/usr/lib/x86_64-linux-gnu/libcrypto.a");

        Assert.That(NewDoctor().Examine(Need.Build | Need.Run | Need.Debug), Is.Empty);
        Assert.That(NewDoctor().Examine(Need.Library).Single().Requirement.Package, Is.EqualTo("libssl-dev"));
    }

    [Test]
    public async Task Without_apt_the_packages_are_named_and_nothing_is_installed()
    {
        File.Delete(_root + CommandDirectory + "/xorriso");

        ToolException? error = await Assert.ThrowsAsync<ToolException>(
            () => NewDoctor().EnsureAsync(Need.All, CancellationToken.None));

        Assert.That(error!.ExitCode, Is.EqualTo(ExitCodes.Missing));
        Assert.That(error!.Message, Does.Contain("xorriso"));
    }

    [Test]
    public void With_apt_the_exact_command_is_given()
    {
        File.WriteAllText(_root + CommandDirectory + "/apt-get", "");

        Assert.That(
            NewDoctor().HowToInstall(["xorriso", "gdb"]),
            Does.Contain("apt-get install -y --no-install-recommends xorriso gdb"));
    }

    private Doctor NewDoctor() => new(new HostProbe(_root, CommandDirectory));

    private IEnumerable<string> Provided(Requirement requirement) => requirement.Commands
        .Select(command => $"{CommandDirectory}/{command}")
        .Concat(requirement.AnyOfFiles)
        .Select(path => _root + path);
}
