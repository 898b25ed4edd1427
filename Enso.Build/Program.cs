using Enso.Build.Fonts;
using Enso.Build.Iso;
using Enso.Build.Libraries;
using Enso.Build.Plugs;
using Enso.Build.Programs;
using Enso.Build.Symbols;
using Enso.Build.Terminfo;
using Enso.Build.Walking;

namespace Enso.Build;

/// <summary>The build's own steps, each a verb; MSBuild calls them (<c>Enso.Image.targets</c>).</summary>
internal static class Program
{
    private const string Usage = """
        usage: Enso.Build font PF2 OUTPUT               make the console font from GRUB's
               Enso.Build plugs INPUTS OUTPUT           write the table of C symbols, and say which are missing
               Enso.Build symbols ELF OUTPUT ROOT       make the symbol table that panics use
               Enso.Build terminfo OUTPUT               make the description of the console's terminal
               Enso.Build libraries OBJECT SHIM ASSEMBLY ARGUMENTS ARCHIVE...
                                                        link OpenSSL into an image that uses it
               Enso.Build walk ELF ROOT                 hold a linked image to the lower dialect
               Enso.Build menu TEMPLATE LINE OUTPUT     make the ISO's boot menu, LINE a file with the command line or ''
               Enso.Build examine LIST REFERENCES DIRECTIVES
                                                        look into a program before it is compiled
               Enso.Build warn LIST OBJECT LOG OUTPUT   warn of what in a compiled program cannot work
        """;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["font", var source, var output]:
                return FontBuilder.Run(source, output);
            case ["plugs", var inputs, var output]:
                return PlugTableBuilder.Run(inputs, output);
            case ["symbols", var elf, var output, var root]:
                return SymbolTableBuilder.Run(elf, output, root);
            case ["terminfo", var output]:
                return TerminfoBuilder.Run(output);
            case ["libraries", var code, var shim, var assembly, var arguments, .. var archives]:
                return LibraryLinker.Run(code, shim, archives, assembly, arguments);
            case ["walk", var elf, var root]:
                return WalkVerb.Run(elf, root);
            case ["menu", var template, var commandLine, var output]:
                return BootMenu.Run(template, commandLine, output);
            case ["examine", var list, var references, var directives]:
                return ProgramExaminer.Run(list, references, directives);
            case ["warn", var list, var objectFile, var log, var output]:
                return ProgramWarnings.Run(list, objectFile, log, output);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
