using Enso.Build.Elf;

namespace Enso.Build.Plugs;

/// <summary>Makes the page of C symbols (<c>docs/symbols.md</c>) from the files that an image is linked from.</summary>
internal static class PlugTableBuilder
{
    /// <summary>The verb <c>plugs</c>: writes the page.</summary>
    /// <param name="inputsPath">The list of files, as <see cref="PlugInputs"/> reads it.</param>
    /// <param name="outputPath">Where the page goes.</param>
    /// <returns>0, or 1 when a symbol is missing or a file could not be read; the reason is then on standard error.
    /// </returns>
    public static int Run(string inputsPath, string outputPath)
    {
        try
        {
            PlugTable table = PlugTable.Build(PlugInputs.Load(inputsPath));
            File.WriteAllText(outputPath, PlugPage.Write(table));
            List<string> missing =
            [
                .. table.Entries.Where(e => e.Origin == PlugOrigin.Nowhere)
                    .Select(e => $"{e.Name}, which {string.Join(", ", e.Askers)} asks for, is defined nowhere"),
                .. table.MissingFunctions.Select(name => $"{name}, which managed code calls, is in no archive"),
            ];
            missing.ForEach(message => Console.Error.WriteLine($"plugs: {message}"));
            return missing.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is ElfFormatException or InvalidDataException or IOException
            or BadImageFormatException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"plugs: {e.Message}");
            return 1;
        }
    }
}
