namespace Enso.Build.Plugs;

/// <summary>Where a symbol that others leave undefined comes from.</summary>
internal enum PlugOrigin
{
    /// <summary>Nowhere: a link that takes it fails.</summary>
    Nowhere,

    /// <summary>Ensō: C# or assembly language.</summary>
    Enso,

    /// <summary>The C library that pure functions are taken from.</summary>
    Library,

    /// <summary>The runtime's managed part.</summary>
    ClassLibrary,

    /// <summary>The ahead-of-time compiler.</summary>
    Compiler,

    /// <summary>The linker.</summary>
    Linker,

    /// <summary>Nowhere, and no link needs it: a symbol table names it and nothing refers to it.</summary>
    Unneeded,
}
