namespace Enso.Tool.Requirements;

/// <summary>A package that Ensō needs on the host.</summary>
/// <param name="Package">Its name in Debian and Ubuntu.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Need">Which commands need it.</param>
public sealed record Requirement(string Package, string Purpose, Need Need)
{
    /// <summary>The commands that it provides, each of which must be there.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>The files that it provides, one of which must be there; none when empty.</summary>
    public IReadOnlyList<string> AnyOfFiles { get; init; } = [];

    /// <summary>What it provides, in words.</summary>
    public string Provides => string.Join(", ", Commands.Concat(AnyOfFiles.Take(1)));

    /// <summary>Names what is not there.</summary>
    /// <param name="probe">The machine to look at.</param>
    /// <returns>The commands and the file that are missing; empty when the requirement is met.</returns>
    public IReadOnlyList<string> Missing(HostProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        List<string> missing = [.. Commands.Where(command => probe.FindCommand(command) is null)];
        if (AnyOfFiles.Count > 0 && !AnyOfFiles.Any(probe.Exists))
        {
            missing.Add(AnyOfFiles[0]);
        }

        return missing;
    }
}
