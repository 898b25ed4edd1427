namespace Enso.Build.Plugs;

/// <summary>One symbol of the table.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Askers">Who leaves it undefined, in the build's order; nobody for one that only Ensō's own code calls.
/// </param>
/// <param name="Origin">What kind of thing defines it.</param>
/// <param name="Source">Where it is defined: a file in the repository, or an assembly.</param>
/// <param name="State">How much of its manual page it fulfils.</param>
/// <param name="Error">What an unsupported one fails with.</param>
/// <param name="Remark">What is not done, or what there is none of.</param>
internal sealed record PlugEntry(
    string Name, IReadOnlyList<string> Askers, PlugOrigin Origin, string Source, PlugState State, string Error,
    string Remark);
