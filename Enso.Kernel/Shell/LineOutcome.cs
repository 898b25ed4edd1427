namespace Enso.Kernel.Shell;

/// <summary>How the editing of a line ended.</summary>
public enum LineOutcome
{
    /// <summary>With Enter.</summary>
    Accepted,

    /// <summary>With Ctrl-C: the line is to be forgotten.</summary>
    Cancelled,

    /// <summary>With Ctrl-D on an empty line, or because the terminal closed.</summary>
    EndOfInput,
}
