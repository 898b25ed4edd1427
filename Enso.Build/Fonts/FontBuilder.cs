namespace Enso.Build.Fonts;

/// <summary>Makes the image's font from GRUB's copy of GNU Unifont: the characters of
/// <see cref="FontSubset"/> in the format of <see cref="FontBlob"/>. The font is built and not committed,
/// so it is whatever the build machine's package has.</summary>
internal static class FontBuilder
{
    /// <summary>Reads a PF2 font and writes the blob; what is wrong goes to the standard error
    /// stream.</summary>
    /// <param name="pf2Path">GRUB's <c>unicode.pf2</c>.</param>
    /// <param name="outputPath">Where the blob goes; its folder is made when it is missing.</param>
    /// <returns>The exit code: 0, or 1 when there is no blob.</returns>
    public static int Run(string pf2Path, string outputPath)
    {
        try
        {
            byte[] blob = Build(Pf2Font.Parse(File.ReadAllBytes(pf2Path)));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(outputPath))!);
            File.WriteAllBytes(outputPath, blob);
            return 0;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            System.Console.Error.WriteLine(
                $"error: there is no font at {pf2Path}; it comes with GRUB (package grub-common)");
        }
        catch (InvalidDataException error)
        {
            System.Console.Error.WriteLine($"error: {pf2Path} cannot be used as the font: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"error: the font was not made: {error.Message}");
        }
        return 1;
    }

    /// <summary>The blob of a font.</summary>
    /// <exception cref="InvalidDataException">The font is of another size, or lacks what is
    /// required.</exception>
    public static byte[] Build(Pf2Font font)
    {
        if (font.Ascent + font.Descent != FontBlob.CellHeight)
        {
            throw new InvalidDataException(
                $"its characters are {font.Ascent + font.Descent} lines high, not {FontBlob.CellHeight}");
        }
        var blob = new FontBlob();
        foreach (int codePoint in FontSubset.Ranges.SelectMany(Each))
        {
            if (font.Find(codePoint) is { } glyph)
            {
                blob.TryAdd(codePoint, glyph, font.Ascent);
            }
        }
        foreach ((int codePoint, int other) in FontSubset.StandIns)
        {
            if (!blob.Contains(codePoint) && blob.Contains(other))
            {
                blob.AddStandIn(codePoint, other);
            }
        }
        int[] missing = [.. FontSubset.Required.SelectMany(Each).Where(c => !blob.Contains(c))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException(
                $"it lacks {missing.Length} characters of {FontBlob.CellWidth} by {FontBlob.CellHeight} "
                + $"pixels that the console needs, the first U+{missing[0]:X4}");
        }
        return blob.ToBytes(FontSubset.Replacement);
    }

    private static IEnumerable<int> Each((int First, int Last) range) =>
        Enumerable.Range(range.First, range.Last - range.First + 1);
}
