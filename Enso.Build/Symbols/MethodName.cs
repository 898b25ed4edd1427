namespace Enso.Build.Symbols;

/// <summary>A method as the compiler's debug information names it.</summary>
/// <param name="Owner">The mangled name of its type, or null for a function outside a type.</param>
/// <param name="Name">The method's own name, as in the metadata.</param>
internal sealed record MethodName(string? Owner, string Name);
