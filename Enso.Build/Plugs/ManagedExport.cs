namespace Enso.Build.Plugs;

/// <summary>A method that is a linker symbol (<c>[RuntimeExport]</c>).</summary>
/// <param name="Name">The symbol.</param>
/// <param name="Source">The file that the method is in; empty when the assembly's debug information does not say.</param>
/// <param name="State">What its attributes claim.</param>
/// <param name="Error">The name of the error that an unsupported one fails with, else empty.</param>
/// <param name="Remark">What is not done, or what there is none of; empty for a complete one.</param>
internal sealed record ManagedExport(string Name, string Source, PlugState State, string Error, string Remark);
