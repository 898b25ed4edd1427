using Enso.Build.Elf;

namespace Enso.Build.Libraries;

/// <summary>Decides whether an image needs OpenSSL, and writes what linking it takes.</summary>
/// <remarks>.NET's cryptography calls a shim, whose functions call OpenSSL through variables named after the functions
/// with <c>_ptr</c> behind; the shim fills them by <c>dlopen</c> and <c>dlsym</c> at the first use. An image whose
/// compiled code refers to a function of the shim gets the shim, OpenSSL's archives, and a table of the functions that
/// have such a variable. Any other gets nothing.</remarks>
internal static class LibraryLinker
{
    /// <summary>The library that the shim opens: <c>libssl</c> of OpenSSL 3.</summary>
    public const string LibraryName = "libssl.so.3";

    private const string VariableSuffix = "_ptr";

    /// <summary>Writes the assembly of the table and the linker's arguments (a response file); both are empty when
    /// the image does not need the library.</summary>
    /// <param name="objectPath">The image's compiled code.</param>
    /// <param name="shimPath">The shim's archive.</param>
    /// <param name="archivePaths">OpenSSL's archives.</param>
    /// <param name="assemblyPath">Where the assembly goes.</param>
    /// <param name="argumentsPath">Where the linker's arguments go.</param>
    /// <returns>The exit code: 0, or 1 when something is missing or wrong.</returns>
    public static int Run(
        string objectPath, string shimPath, string[] archivePaths, string assemblyPath, string argumentsPath)
    {
        try
        {
            IReadOnlySet<string> shim = StaticArchive.Symbols(shimPath);
            string? user = ElfFile.Load(objectPath).Symbols
                .FirstOrDefault(symbol => symbol.SectionIndex == 0 && shim.Contains(symbol.Name))?.Name;
            if (user is null)
            {
                File.WriteAllText(assemblyPath, LibraryTable.Empty);
                File.WriteAllText(argumentsPath, "");
                return 0;
            }
            if (archivePaths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            {
                Console.Error.WriteLine(
                    $"error: this image uses System.Security.Cryptography ({user}), and {missing} is missing: it comes "
                    + "with the package libssl-dev. ./enso doctor installs what the build needs.");
                return 1;
            }
            IEnumerable<string> functions = Functions(shim, archivePaths.Select(StaticArchive.Symbols));
            File.WriteAllText(assemblyPath, LibraryTable.Assembly(LibraryName, functions));
            File.WriteAllLines(argumentsPath, archivePaths.Prepend(shimPath).Select(path => $"\"{path}\""));
            return 0;
        }
        catch (Exception error) when (error is InvalidDataException or ElfFormatException or IOException
            or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: the libraries cannot be linked: {error.Message}");
            return 1;
        }
    }

    /// <summary>The functions that the shim looks up and the library has. What else the shim knows belongs to other
    /// versions of the library; it says at its first use which of those it cannot do without.</summary>
    /// <param name="shim">What the shim defines.</param>
    /// <param name="archives">What each of the library's archives defines.</param>
    /// <returns>The names.</returns>
    public static IEnumerable<string> Functions(IEnumerable<string> shim, IEnumerable<IReadOnlySet<string>> archives)
    {
        HashSet<string> defined = [.. archives.SelectMany(names => names)];
        return shim
            .Where(name => name.EndsWith(VariableSuffix, StringComparison.Ordinal))
            .Select(name => name[..^VariableSuffix.Length])
            .Where(defined.Contains);
    }
}
