using System.Text;

namespace Enso.Build.Libraries;

/// <summary>The table by which <c>dlsym</c> finds the functions of a library that is linked in
/// (<c>Enso.Machine/Runtime/LibrarySymbols.cs</c>), as assembly: the library's name, how many functions there are, and
/// each one's name and address, sorted by the names' bytes.</summary>
internal static class LibraryTable
{
    /// <summary>Writes the assembly.</summary>
    /// <param name="library">The name that <c>dlopen</c> is called with.</param>
    /// <param name="functions">The functions; each must be defined when the image is linked.</param>
    /// <returns>The text.</returns>
    public static string Assembly(string library, IEnumerable<string> functions)
    {
        string[] sorted = [.. functions.Order(StringComparer.Ordinal)];
        StringBuilder text = new();
        text.Append("# Made by Enso.Build.\n");
        text.Append(".section .rodata.enso.libraries,\"a\",@progbits\n");
        text.Append($"name: .asciz \"{library}\"\n");
        for (int i = 0; i < sorted.Length; i++)
        {
            text.Append($"name{i}: .asciz \"{sorted[i]}\"\n");
        }
        text.Append(".section .enso.libraries,\"a\",@progbits\n.balign 8\n");
        text.Append($".quad name, {sorted.Length}\n");
        for (int i = 0; i < sorted.Length; i++)
        {
            text.Append($".quad name{i}, {sorted[i]}\n");
        }
        return text.Append(Empty).ToString();
    }

    /// <summary>The assembly of no table at all.</summary>
    public static string Empty => ".section .note.GNU-stack,\"\",@progbits\n";
}
