namespace Enso.Machine.Runtime;

/// <summary>On a plug (<c>[RuntimeExport]</c>) for something that Ensō does not have: it does nothing and fails as its
/// manual page says for this case. Wrong arguments may get another of the page's errors first.</summary>
/// <param name="error">The error's name, such as <c>EROFS</c>.</param>
/// <param name="reason">One sentence: what there is none of.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnsupportedAttribute(string error, string reason) : Attribute
{
    /// <summary>The error's name.</summary>
    public string Error { get; } = error;

    /// <summary>What there is none of.</summary>
    public string Reason { get; } = reason;
}
