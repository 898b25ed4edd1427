using Enso.Build.Elf;

namespace Enso.Build.Symbols;

/// <summary>Makes the symbol table that an image carries in itself, from the linked image.</summary>
internal static class SymbolTableBuilder
{
    /// <summary>The verb <c>symbols</c>: reads an image and writes its table.</summary>
    /// <param name="elfPath">The linked image, with symbols and debug information.</param>
    /// <param name="outputPath">Where the table goes.</param>
    /// <param name="sourceRoot">Where the sources lie: files beneath it are named relative to it.</param>
    /// <returns>0, or 1 when the image could not be read; the reason is then on standard error.</returns>
    public static int Run(string elfPath, string outputPath, string sourceRoot)
    {
        try
        {
            ElfFile elf = ElfFile.Load(elfPath);
            if (elf.Symbols.Count == 0)
            {
                throw new ElfFormatException($"{elfPath}: no symbols; was the image stripped?");
            }
            File.WriteAllBytes(outputPath, Build(elf, Path.GetFullPath(sourceRoot)));
            return 0;
        }
        catch (Exception e) when (e is ElfFormatException or InvalidDataException or IOException
            or OverflowException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"symbols: {e.Message}");
            return 1;
        }
    }

    /// <summary>The table of an image.</summary>
    /// <param name="elf">The image.</param>
    /// <param name="sourceRoot">The directory that file names are relative to.</param>
    public static byte[] Build(ElfFile elf, string sourceRoot)
    {
        ImageSymbols symbols = ImageSymbols.Read(elf, sourceRoot);
        return SymbolTableWriter.Write(
            symbols.Functions, symbols.Files, symbols.ManagedStart, symbols.ManagedEnd);
    }
}
