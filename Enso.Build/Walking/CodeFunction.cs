using Enso.Build.Symbols;

namespace Enso.Build.Walking;

/// <summary>A function of an image: a C# method, a C++ function, or a label in assembly.</summary>
/// <param name="Symbol">Where it is, its readable name and its source lines.</param>
/// <param name="LinkerNames">Every linker symbol at its first address: a plug has its method's and the one
/// that it is exported by.</param>
/// <param name="IsLower">Whether it is of Enso.Machine.</param>
/// <param name="IsEntry">Whether it is lower code that other code enters by a name of its own: a plug, or a
/// function in assembly.</param>
internal sealed record CodeFunction(
    FunctionSymbol Symbol, IReadOnlyList<string> LinkerNames, bool IsLower, bool IsEntry)
{
    /// <summary>The first address.</summary>
    public ulong Start => Symbol.Start;

    /// <summary>The address after the last byte.</summary>
    public ulong End => Symbol.End;

    /// <summary>The readable name.</summary>
    public string Name => Symbol.Name;

    /// <summary>Whether it was compiled from C#.</summary>
    public bool IsManaged => (Symbol.Flags & SymbolTableFormat.FlagManaged) != 0;

    /// <summary>Whether the address is inside it.</summary>
    public bool Contains(ulong address) => address >= Start && address < End;

    /// <summary>Whether the readable name or a linker symbol matches <paramref name="pattern"/>.</summary>
    public bool Is(NamePattern pattern) => pattern.Matches(Name) || LinkerNames.Any(pattern.Matches);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
