namespace Enso.Machine.Runtime;

/// <summary>On a plug (<c>[RuntimeExport]</c>) that does less than its manual page says. A plug without this and
/// without <see cref="UnsupportedAttribute"/> claims to do all of it. <c>docs/symbols.md</c> is made from both.
/// </summary>
/// <param name="missing">One sentence: what is not done, or done differently.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PartialAttribute(string missing) : Attribute
{
    /// <summary>What is not done.</summary>
    public string Missing { get; } = missing;
}
