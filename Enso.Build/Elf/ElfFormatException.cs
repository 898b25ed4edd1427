namespace Enso.Build.Elf;

/// <summary>The input is not an image that this tool understands; the message says what is wrong with it.
/// </summary>
internal sealed class ElfFormatException : Exception
{
    /// <summary>Creates the exception with a message that names the offending part.</summary>
    public ElfFormatException(string message)
        : base(message)
    {
    }
}
