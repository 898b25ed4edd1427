namespace Enso.Machine.Console;

/// <summary>What a byte did to the <see cref="Utf8Decoder"/>.</summary>
internal enum Utf8Step : byte
{
    /// <summary>It was taken; the character is not complete.</summary>
    More,

    /// <summary>It was taken and a character is complete, U+FFFD when the bytes are not UTF-8.</summary>
    Character,

    /// <summary>It was not taken: it cut off an unfinished character, which counts as U+FFFD. Feed it again.
    /// </summary>
    Interrupted,
}
