using System.CommandLine;
using Enso.Tool.Building;

namespace Enso.Tool.Commands;

/// <summary><c>enso clean</c>.</summary>
internal static class CleanCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(RepositoryLayout repository)
    {
        EnsoSubcommand command = new("clean", "Remove everything that a build made: artifacts/, and each bin/ and obj/.")
        {
            Examples =
            [
                "./enso clean    the next command builds everything again, this tool too",
            ],
        };
        command.SetAction(result =>
        {
            string[] outputs = [.. Find(new DirectoryInfo(repository.Root)).Order(StringComparer.Ordinal)];

            // This program runs from artifacts/: it goes last, and nothing new is loaded after it.
            TextWriter output = result.InvocationConfiguration.Output;
            foreach (string path in outputs)
            {
                Directory.Delete(path, recursive: true);
            }

            output.WriteLine($"Removed artifacts/ and {outputs.Length} build directories.");
            output.Flush();
            if (Directory.Exists(repository.Artifacts))
            {
                Directory.Delete(repository.Artifacts, recursive: true);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    // Only beside a project file, so that a source directory that happens to be called `bin` is left alone.
    private static IEnumerable<string> Find(DirectoryInfo directory)
    {
        bool isProject = directory.EnumerateFiles("*.*proj").Any();
        foreach (DirectoryInfo child in directory.EnumerateDirectories())
        {
            if (isProject && child.Name is ("bin" or "obj"))
            {
                yield return child.FullName;
            }
            else if (child.Name is not (".git" or "artifacts") && child.LinkTarget is null)
            {
                foreach (string path in Find(child))
                {
                    yield return path;
                }
            }
        }
    }
}
