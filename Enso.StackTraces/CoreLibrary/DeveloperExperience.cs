namespace Internal.DeveloperExperience;

/// <summary>How the runtime turns a code address into words for stack traces. NativeAOT's core library has this class,
/// internal there; only what Enso.StackTraces uses is declared.</summary>
public class DeveloperExperience
{
    private const string OnlyDeclared = "this assembly is compiled against, never run";

    /// <summary>The object that stack traces ask; the runtime's own knows names but no files and lines.</summary>
    public static DeveloperExperience Default
    {
        get => throw new NotSupportedException(OnlyDeclared);
        set => throw new NotSupportedException(OnlyDeclared);
    }

    /// <summary>The method that holds an address, with its parameters' types.</summary>
    /// <param name="address">A code address.</param>
    /// <param name="start">The method's first address, or 0.</param>
    /// <param name="isHidden">Whether the method asks not to be shown (StackTraceHiddenAttribute).</param>
    /// <returns>The name, or null when it is not known.</returns>
    public static string? GetMethodName(nint address, out nint start, out bool isHidden)
        => throw new NotSupportedException(OnlyDeclared);

    /// <summary>The text of one frame, without the word "at".</summary>
    /// <param name="address">A return address, or that of an instruction that faulted.</param>
    /// <param name="includeFileInfo">Whether to name file and line.</param>
    /// <param name="isHidden">Whether the frame asks not to be shown.</param>
    public virtual string CreateStackTraceString(nint address, bool includeFileInfo, out bool isHidden)
        => throw new NotSupportedException(OnlyDeclared);

    /// <summary>The file and line of one frame.</summary>
    /// <param name="address">A return address, or that of an instruction that faulted.</param>
    /// <param name="file">The source file, or null when it is not known.</param>
    /// <param name="line">The line from 1, or 0.</param>
    /// <param name="column">The column from 1, or 0.</param>
    public virtual void TryGetSourceLineInfo(nint address, out string? file, out int line, out int column)
        => throw new NotSupportedException(OnlyDeclared);
}
