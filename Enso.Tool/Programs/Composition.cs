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
    /// <param name="built">The project.</param>
    public static Composition From(ProgramImage image, BuiltProject built)
    {
        XElement properties = new(
            "PropertyGroup",
            new XElement("EnsoImageName", Escape(image.Name)),
            new XElement("EnsoOutput", Escape(image.Directory + Path.DirectorySeparatorChar)),
            new XElement("EnsoNative", Escape(Path.Combine(image.WorkDirectory, "native") + "/")),
            new XElement("EnsoWarnings", Escape(image.WarningsFile)));
        XElement items = new(
            "ItemGroup",
            Item("EnsoMain", built.Main),
            built.References.Select(path => Item("EnsoReference", path)),
            built.ProjectAssemblies.Select(path => Item("EnsoOwn", path)),
            built.ProjectAssemblies.Prepend(built.Main).Select(
                path => Item("EnsoRooted", Path.GetFileNameWithoutExtension(path))),
            built.Evaluation.Items("RuntimeHostConfigurationOption").Select(option => Item(
                option.GetValueOrDefault("Trim") == "true" ? "EnsoFeature" : "EnsoKnob",
                option["Identity"],
                option["Value"])));
        return new Composition(new XDocument(new XElement("Project", properties, items)));
    }

    /// <summary>Writes the file, unless it is written already: what has not changed is not compiled again.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        string text = document.ToString();
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }

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
