using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>One key, as the terminal reported it.</summary>
/// <param name="Key">Which key.</param>
/// <param name="Rune">
/// The character of <see cref="Key.Character"/>: with <see cref="KeyModifiers.Control"/> the lower-case
/// letter (Ctrl-A is <c>a</c>); otherwise what was typed. Zero for every other key.
/// </param>
/// <param name="Modifiers">The modifier keys that were held.</param>
public readonly record struct KeyPress(Key Key, Rune Rune, KeyModifiers Modifiers)
{
    /// <summary>A key without a character.</summary>
    /// <param name="key">Which key.</param>
    /// <param name="modifiers">The modifier keys that were held.</param>
    public KeyPress(Key key, KeyModifiers modifiers = KeyModifiers.None)
        : this(key, default, modifiers)
    {
    }

    /// <summary>True when this is the character held with control and nothing else.</summary>
    /// <param name="letter">The lower-case letter.</param>
    public bool IsControl(char letter) =>
        this == new KeyPress(Key.Character, new Rune(letter), KeyModifiers.Control);
}
