using Enso.Build.Fonts;
using Enso.Build.Plugs;
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
               Enso.Build walk ELF ROOT                 hold a linked image to the lower dialect
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
            case ["walk", var elf, var root]:
                return WalkVerb.Run(elf, root);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
