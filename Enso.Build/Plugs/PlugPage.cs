using System.Globalization;
using System.Text;

namespace Enso.Build.Plugs;

/// <summary>Writes the table of C symbols as a page of Markdown.</summary>
internal static class PlugPage
{
    /// <summary>What makes the page again.</summary>
    public const string Command = "dotnet build Enso.Kernel -c Release -t:SymbolPage";

    private const string Introduction = $"""
        # The C symbols

        Every symbol that the .NET runtime's archives, each taken whole, and its managed core library leave to a C
        library, and what Ensō gives them. This page is made from the code and the archives, and a test compares:

            {Command}

        *Complete* means that the function does what its manual page says. *Partial* and *unsupported* are attributes
        beside the function's name in the code (`[Partial]`, `[Unsupported]` in `Enso.Machine/Runtime`). An unsupported
        function does nothing and fails with the error that its page gives for the case; for a wrong argument it may
        give another of the page's errors first, such as EBADF for a descriptor that is not open. "Asked for by" names
        the archive or assembly; a dash means that none of them does. OpenSSL's archives, which an image is linked with
        that uses cryptography, are the build machine's and not counted.


        """;

    /// <summary>The page.</summary>
    public static string Write(PlugTable table)
    {
        StringBuilder page = new();
        page.Append(Introduction);
        List<PlugEntry> own = [.. table.Entries.Where(e => e.Origin == PlugOrigin.Enso)];
        List<PlugEntry> complete = [.. own.Where(e => e.State == PlugState.Complete)];
        List<PlugEntry> partial = [.. own.Where(e => e.State == PlugState.Partial)];
        List<PlugEntry> unsupported = [.. own.Where(e => e.State == PlugState.Unsupported)];
        List<PlugEntry> library = [.. table.Entries.Where(e => e.Origin == PlugOrigin.Library)];
        List<PlugEntry> toolChain =
        [
            .. table.Entries.Where(e => e.Origin is PlugOrigin.ClassLibrary or PlugOrigin.Compiler or PlugOrigin.Linker),
        ];
        List<PlugEntry> unneeded = [.. table.Entries.Where(e => e.Origin == PlugOrigin.Unneeded)];
        Table(page, "", "| | symbols |", [
            Count("complete", complete), Count("partial", partial), Count("unsupported", unsupported),
            Count("from musl, complete", library), Count("from the tool chain", toolChain),
            Count("named and never used", unneeded),
        ]);
        Table(page, "Partial", "| symbol | what is not done | asked for by | in |", partial.Select(
            e => $"| `{e.Name}` | {e.Remark} | {Askers(e)} | {e.Source} |"));
        Table(page, "Unsupported", "| symbol | fails with | because | asked for by | in |", unsupported.Select(
            e => $"| `{e.Name}` | {e.Error} | {e.Remark} | {Askers(e)} | {e.Source} |"));
        Table(page, "Complete", "| symbol | asked for by | in |", complete.Select(
            e => $"| `{e.Name}` | {Askers(e)} | {e.Source} |"));
        Table(page, "Complete, from musl's libc.a", "| symbol | asked for by |", library.Select(
            e => $"| `{e.Name}` | {Askers(e)} |"));
        Table(page, "From the tool chain: no C functions", "| symbol | asked for by | made by |", toolChain.Select(
            e => $"| `{e.Name}` | {Askers(e)} | {e.Source} |"));
        Table(page, "Named and never used", "| symbol | named by |", unneeded.Select(
            e => $"| `{e.Name}` | {Askers(e)} |"));
        page.Append("\nNothing refers to these; a link succeeds without them.\n");
        return page.ToString();
    }

    private static string Count(string what, List<PlugEntry> entries)
        => string.Create(CultureInfo.InvariantCulture, $"| {what} | {entries.Count} |");

    private static string Askers(PlugEntry entry) => entry.Askers.Count == 0 ? "—" : string.Join(", ", entry.Askers);

    private static void Table(StringBuilder page, string title, string head, IEnumerable<string> rows)
    {
        page.Append(title.Length == 0 ? "" : $"\n## {title}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{head}\n");
        page.Append(string.Concat(Enumerable.Repeat("|---", head.Count(c => c == '|') - 1))).Append("|\n");
        foreach (string row in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"{row}\n");
        }
    }
}
