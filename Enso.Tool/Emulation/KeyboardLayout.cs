namespace Enso.Tool.Emulation;

/// <summary>The US keyboard, in QEMU's key codes.</summary>
internal static class KeyboardLayout
{
    private const string Unshifted = "`-=[]\\;',./";
    private const string Shifted = "~_+{}|:\"<>?";
    private const string ShiftedDigits = ")!@#$%^&*(";

    private static readonly string[] s_punctuation =
    [
        "grave_accent", "minus", "equal", "bracket_left", "bracket_right", "backslash", "semicolon", "apostrophe",
        "comma", "dot", "slash",
    ];

    /// <summary>The keys that make a character.</summary>
    /// <param name="character">The character.</param>
    /// <returns>The key, after the shift key when it needs one.</returns>
    /// <exception cref="ArgumentException">No key makes it.</exception>
    public static string[] Keys(char character)
    {
        if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character))
        {
            return [character.ToString()];
        }

        if (char.IsAsciiLetterUpper(character))
        {
            return ["shift", char.ToLowerInvariant(character).ToString()];
        }

        if (Unshifted.IndexOf(character) is var plain and >= 0)
        {
            return [s_punctuation[plain]];
        }

        if (Shifted.IndexOf(character) is var shifted and >= 0)
        {
            return ["shift", s_punctuation[shifted]];
        }

        if (ShiftedDigits.IndexOf(character) is var digit and >= 0)
        {
            return ["shift", ((char)('0' + digit)).ToString()];
        }

        return character switch
        {
            ' ' => ["spc"],
            '\n' or '\r' => ["ret"],
            '\t' => ["tab"],
            '\b' => ["backspace"],
            '\x1b' => ["esc"],
            _ => throw new ArgumentException($"No key makes U+{(int)character:X4}.", nameof(character)),
        };
    }
}
