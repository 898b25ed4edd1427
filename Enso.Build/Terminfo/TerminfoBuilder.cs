namespace Enso.Build.Terminfo;

/// <summary>Writes the description of the console's terminal, which the image holds.</summary>
internal static class TerminfoBuilder
{
    /// <summary>Writes the compiled entry; what is wrong goes to the standard error stream.</summary>
    /// <param name="outputPath">Where it goes; its folder is made when it is missing.</param>
    /// <returns>The exit code: 0, or 1 when there is no file.</returns>
    public static int Run(string outputPath)
    {
        try
        {
            byte[] bytes = ConsoleTerminfo.Entry.ToBytes();
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(outputPath))!);
            File.WriteAllBytes(outputPath, bytes);
            return 0;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: the terminal's description was not made: {error.Message}");
            return 1;
        }
    }
}
