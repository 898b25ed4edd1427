using System.Xml.Linq;

namespace Enso.Build.Programs;

/// <summary>Looks into a program's assemblies before they are compiled: which of them the image takes, and what must be
/// in it although no code names it.</summary>
internal static class ProgramExaminer
{
    private const string Json = "System.Text.Json";

    /// <summary>Examines a program.</summary>
    /// <param name="list">The list of its files.</param>
    /// <param name="references">Takes the assemblies to compile with it: one a line.</param>
    /// <param name="directives">Takes the runtime directives (the compiler's <c>--rdxml</c>).</param>
    /// <returns>0, the exit code.</returns>
    public static int Run(string list, string references, string directives)
    {
        ProgramFiles files = ProgramFiles.Read(list);
        List<ProgramAssembly> assemblies = Open(files);
        try
        {
            File.WriteAllLines(references, assemblies.Skip(1).Select(assembly => assembly.Path));
            XDocument document = Directives(files, assemblies);
            if (!File.Exists(directives) || File.ReadAllText(directives) != document.ToString())
            {
                File.WriteAllText(directives, document.ToString());
            }

            return 0;
        }
        finally
        {
            assemblies.ForEach(assembly => assembly.Dispose());
        }
    }

    /// <summary>Opens the assemblies that a program is made of: of two with one name the newer, and the framework's where
    /// they are alike, as the host of other systems chooses.</summary>
    /// <param name="files">The program's files.</param>
    /// <returns>The program's own first, then those that are not the framework's.</returns>
    public static List<ProgramAssembly> Open(ProgramFiles files)
    {
        List<ProgramAssembly> assemblies = [new ProgramAssembly(files.Main, isOwn: true)];
        foreach (string path in files.References)
        {
            ProgramAssembly assembly = new(path, files.Own.Contains(path));
            if (assemblies.Any(other => other.Name == assembly.Name) || IsOlderThanFramework(files, assembly))
            {
                assembly.Dispose();
                continue;
            }

            assemblies.Add(assembly);
        }

        return assemblies;
    }

    private static bool IsOlderThanFramework(ProgramFiles files, ProgramAssembly assembly)
    {
        if (files.FrameworkFile(assembly.Name) is not { } path)
        {
            return false;
        }

        using ProgramAssembly framework = new(path, isOwn: false);
        return assembly.Version <= framework.Version;
    }

    private static XDocument Directives(ProgramFiles files, IReadOnlyList<ProgramAssembly> assemblies)
    {
        JsonTypes types = new(assemblies);
        XElement application = new("Application");
        if (types.IsNeeded)
        {
            using ProgramAssembly core = new(files.FrameworkFile("System.Private.CoreLib")!, isOwn: false);
            using ProgramAssembly? framework = assemblies.Any(assembly => assembly.Name == Json)
                ? null
                : new ProgramAssembly(files.FrameworkFile(Json)!, isOwn: false);
            JsonConverters converters = new(
                types, core, framework ?? assemblies.First(assembly => assembly.Name == Json));
            application.Add(converters.Roots().GroupBy(root => root.Assembly).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new XElement(
                    "Assembly",
                    new XAttribute("Name", group.Key),
                    group.OrderBy(root => root.Name, StringComparer.Ordinal).Select(root => new XElement(
                        "Type", new XAttribute("Name", root.Name), new XAttribute("Dynamic", "Required All"))))));
        }

        return new XDocument(new XElement("Directives", application));
    }
}
