namespace Enso.Machine.Console;

/// <summary>What a byte turned out to be when the <see cref="AnsiParser"/> had seen it.</summary>
internal enum AnsiEvent : byte
{
    /// <summary>A part of something unfinished, or the end of something that is ignored.</summary>
    None,

    /// <summary>A byte of text in UTF-8.</summary>
    Text,

    /// <summary>A control character to carry out; it may come in the middle of a sequence.</summary>
    Control,

    /// <summary>The end of a two-character escape: <see cref="AnsiParser.Final"/> says which.</summary>
    Escape,

    /// <summary>The end of a control sequence: the final byte, the private mark and the parameters are set.
    /// </summary>
    Sequence,
}
