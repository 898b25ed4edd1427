using Enso.Build.Walking;
using Enso.Tests.Symbols;

namespace Enso.Tests.Walking;

/// <summary>Small images in which something is planted, and what a walk makes of them.</summary>
internal static class WalkFixture
{
    /// <summary>The kernel's rules without its allowances.</summary>
    public static WalkRules Strict { get; } = LowerWalk.Everywhere with
    {
        Boundaries = [], Foreign = [], Indirect = [], Set = [],
    };

    /// <summary>An image of these parts. In instructions <c>@Name</c> stands for the symbol of the lower
    /// method of that name, and <c>line N</c> for what follows coming from line N of Planted.cs.</summary>
    public static ImageCode Image(params string[] parts) => new(
        AssembledImage.Make($"""
            .file 1 "/src/enso/Enso.Machine/Planted.cs"
            {string.Concat(parts)
                .Replace("@", "Enso_Machine_Enso_Machine_Planted__", StringComparison.Ordinal)
                .Replace("line ", ".loc 1 ", StringComparison.Ordinal)}
            """),
        "/src/enso");

    /// <summary>A lower method.</summary>
    public static string Method(string name, params string[] instructions) =>
        Function("__managedcode", "@" + name, instructions);

    /// <summary>A lower method that is exported: a plug.</summary>
    public static string Plug(string name, string symbol, params string[] instructions) =>
        Method(name, [$".global {symbol}\n.type {symbol}, STT_FUNC\n{symbol}:", .. instructions]);

    /// <summary>A function that is not C#: the runtime's, or, when its name starts so, the kernel's
    /// assembly.</summary>
    public static string Native(string symbol, params string[] instructions) =>
        Function(".text", symbol, instructions);

    /// <summary>Data, made of assembler directives.</summary>
    public static string Data(params string[] directives) => Lines([".section .rodata", ".balign 8", .. directives]);

    /// <summary>Each problem of a walk as the names on its way, joined by arrows.</summary>
    public static string[] Ways(ImageCode image, WalkRules rules) =>
        [.. Walk.Run(image, rules).Problems
            .Select(p => string.Join(" > ", p.Path.Select(s => Short(s.Function.Name)).Append(Short(p.What))))];

    private static string Short(string name) => name.Replace("Enso.Machine.Planted.", "", StringComparison.Ordinal);

    private static string Function(string section, string symbol, string[] instructions) => Lines(
    [
        $".section {section}, \"ax\"", $".global {symbol}", $".type {symbol}, STT_FUNC", symbol + ":",
        .. instructions,
        $".size {symbol}, . - {symbol}",
    ]);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines) + '\n';
}
