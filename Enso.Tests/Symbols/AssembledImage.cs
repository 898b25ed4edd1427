using System.Diagnostics;
using Enso.Build.Elf;

namespace Enso.Tests.Symbols;

/// <summary>A small image made by the assembler and the linker that every build of the kernel needs anyway.
/// </summary>
internal static class AssembledImage
{
    /// <summary>Assembles and links <paramref name="source"/> at low addresses.</summary>
    /// <param name="source">Intel-syntax assembly.</param>
    /// <param name="options">More options for the assembler.</param>
    public static ElfFile Make(string source, params string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("enso-symbols-").FullName;
        try
        {
            string text = Path.Combine(folder, "fixture.s");
            string linked = Path.Combine(folder, "fixture.elf");
            File.WriteAllText(text, ".intel_syntax noprefix\n" + source);
            Run(folder, "as", [.. options, "-o", "fixture.o", "fixture.s"]);
            Run(folder, "ld",
                ["-static", "--eh-frame-hdr", "-Ttext=0x200000", "-e", "0", "-o", linked, "fixture.o"]);
            return ElfFile.Load(linked);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string folder, string tool, string[] arguments)
    {
        ProcessStartInfo start = new(tool, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} failed: {errors}");
        }
    }
}
