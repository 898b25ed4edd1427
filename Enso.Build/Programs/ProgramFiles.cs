namespace Enso.Build.Programs;

/// <summary>The files that a program is made of, as the build lists them: one a line, after a word that says what it
/// is.</summary>
/// <param name="Main">The program's assembly.</param>
/// <param name="Own">The assemblies of projects beside it.</param>
/// <param name="References">The assemblies that it is deployed with, those of <paramref name="Own"/> among them.</param>
/// <param name="Framework">The directories of the framework's assemblies, the core library's first.</param>
internal sealed record ProgramFiles(
    string Main, IReadOnlyList<string> Own, IReadOnlyList<string> References, IReadOnlyList<string> Framework)
{
    /// <summary>Reads the list.</summary>
    /// <param name="path">The list's file.</param>
    public static ProgramFiles Read(string path)
    {
        ILookup<string, string> lines = File.ReadLines(path)
            .Where(line => line.Contains(' ', StringComparison.Ordinal))
            .ToLookup(line => line[..line.IndexOf(' ', StringComparison.Ordinal)], line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return new ProgramFiles(
            lines["main"].Single(), [.. lines["own"]], [.. lines["reference"]], [.. lines["framework"]]);
    }

    /// <summary>The framework's file of an assembly; null when it has none.</summary>
    /// <param name="name">The assembly's simple name.</param>
    public string? FrameworkFile(string name) =>
        Framework.Select(directory => Path.Combine(directory, $"{name}.dll")).FirstOrDefault(File.Exists);
}
