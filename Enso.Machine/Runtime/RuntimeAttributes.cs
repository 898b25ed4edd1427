// The compiler recognises these two attributes by namespace and name, wherever they are declared.
namespace System.Runtime;

/// <summary>Gives a static method a linker symbol: a <em>plug</em> that stands where the runtime's archives
/// expect a C function. No transition happens on entry; the method must be lower C#.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    /// <summary>The symbol's name.</summary>
    public string EntryPoint { get; } = entryPoint;
}

/// <summary>Binds an <c>extern</c> method to a linker symbol. The call is direct: no transition, no marshalling.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string library, string entryPoint) : Attribute
{
    /// <summary>Always <c>*</c>: the symbol is in this image.</summary>
    public string Library { get; } = library;

    /// <summary>The symbol's name.</summary>
    public string EntryPoint { get; } = entryPoint;
}
