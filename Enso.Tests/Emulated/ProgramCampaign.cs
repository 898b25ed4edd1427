using Enso.Tool.Building;

namespace Enso.Tests.Emulated;

/// <summary>Every program under <c>Enso.Tests/Programs</c> does on Ensō what it does on the host.</summary>
[TestFixture]
[Category("Emulator")]
[Category("Campaign")]
public sealed class ProgramCampaign
{
    // What a program is given, where it is given anything.
    private static readonly Dictionary<string, (string[] Arguments, string[] Variables)> s_given = new()
    {
        ["Arguments"] = (["plain", "two words", "", "\"quoted\" 'text'", "a=b", "--", "-x", "100%", "$HOME;#{}|&<>\\", "Ensō ✓"], []),
        ["Variables"] = ([], ["GREETING=good day", "lower_case=yes; also $this", "EMPTY="]),
        ["FSharp"] = (["one", "two"], []),
        ["Package"] = (["greet", "--loud", "Ada", "Grace Hopper"], []),
    };

    // Does on Ensō what it does nowhere else.
    private const string Lacking = "Lacking";

    private static IEnumerable<string> Programs => Directory
        .EnumerateDirectories(Path.Combine(RepositoryLayout.Current.Root, "Enso.Tests", "Programs"))
        .Select(path => Path.GetFileName(path))
        .Where(name => name != Lacking)
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Programs))]
    public async Task A_program_does_on_Ensō_what_it_does_on_the_host(string name)
    {
        ProgramUnderTest program = await ProgramUnderTest.BuildAsync(Path.Combine("Enso.Tests", "Programs", name));
        (string[] arguments, string[] variables) = s_given.GetValueOrDefault(name, ([], []));
        await program.With(arguments, variables).CompareAsync();
    }
}
