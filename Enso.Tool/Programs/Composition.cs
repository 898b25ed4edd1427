using System.Text;
using System.Xml.Linq;

namespace Enso.Tool.Programs;

/// <summary>What <c>Enso.Build/App/Enso.App.csproj</c> makes an image of: a file of MSBuild properties and items.
/// </summary>
/// <param name="document">The file's content.</param>
internal sealed class Composition(XDocument document)
{
    private const string Special = "%$@';?*()";

    /// <summary>Describes the image of a project that has been built.</summary>
    /// <param name="image">Where the image goes.</param>
    /// <param name="built">What MSBuild says of the built project.</param>
    /// <param name="isoCommandLine">The kernel's command line on the ISO; null for no ISO.</param>
    public static Composition From(ProgramImage image, ProjectEvaluation built, string? isoCommandLine)
    {
        string main = built.Property("TargetPath");
        XElement properties = new(
            "PropertyGroup",
            new XElement("EnsoImageName", Escape(image.Name)),
            new XElement("EnsoOutput", Escape(image.Directory + Path.DirectorySeparatorChar)),
            new XElement("EnsoNative", Escape(Path.Combine(image.WorkDirectory, "native") + "/")),
            new XElement("EnsoMakeIso", isoCommandLine is null ? "false" : "true"),
            new XElement("EnsoCommandLine", Escape(isoCommandLine ?? "")));
        XElement items = new(
            "ItemGroup",
            Item("EnsoMain", main),
            Assemblies(built).Select(path => Item("EnsoReference", path)),
            Item("EnsoRooted", Path.GetFileNameWithoutExtension(main)),
            built.Items("RuntimeHostConfigurationOption").Select(option => Item(
                option.GetValueOrDefault("Trim") == "true" ? "EnsoFeature" : "EnsoKnob",
                option["Identity"],
                option["Value"])));
        return new Composition(new XDocument(new XElement("Project", properties, items)));
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        document.Save(path);
    }

    private static IEnumerable<string> Assemblies(ProjectEvaluation built) => built
        .Items("ReferenceCopyLocalPaths")
        .Select(item => item["FullPath"])
        .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            && !path.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase));

    private static XElement Item(string kind, string name, string? value = null) => new(
        kind,
        new XAttribute("Include", Escape(name)),
        value is null ? null : new XAttribute("Value", Escape(value)));

    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            escaped.Append(Special.Contains(c, StringComparison.Ordinal) ? $"%{(int)c:X2}" : c);
        }

        return escaped.ToString();
    }
}
