using System.IO.Enumeration;

namespace Enso.Build.Walking;

/// <summary>A name in which <c>*</c> stands for any characters.</summary>
/// <param name="Text">The pattern.</param>
internal readonly record struct NamePattern(string Text)
{
    /// <summary>Whether the whole of <paramref name="name"/> is of this form.</summary>
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Text, name, ignoreCase: false);

    /// <summary>A pattern from its text.</summary>
    public static implicit operator NamePattern(string text) => new(text);
}
