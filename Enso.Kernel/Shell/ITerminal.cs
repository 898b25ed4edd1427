using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>
/// A raw terminal: bytes as they were typed come in, UTF-8 with escape sequences goes out unchanged.
/// </summary>
/// <remarks>
/// Raw means that nothing is echoed, edited or translated on the way: the editor sees control keys as bytes,
/// and a new line on the screen takes a carriage return and a line feed.
/// </remarks>
public interface ITerminal
{
    /// <summary>The size of the screen in character cells; a component that is not known is zero.</summary>
    (int Columns, int Rows) Size { get; }

    /// <summary>Waits until at least one byte was typed and takes as many as there are and as fit.</summary>
    /// <param name="buffer">Where the bytes go; not empty.</param>
    /// <returns>How many bytes were stored; zero when no more will ever come.</returns>
    int Read(Span<byte> buffer);

    /// <summary>Writes bytes to the screen.</summary>
    /// <param name="utf8">Whole UTF-8 sequences.</param>
    void Write(ReadOnlySpan<byte> utf8);

    /// <summary>Makes Ctrl-C call an action instead of being a byte like others, until the result is
    /// disposed.</summary>
    /// <param name="onInterrupt">The action; it is called on another thread.</param>
    /// <returns>Ends it; null when the terminal has no such thing.</returns>
    IDisposable? ListenForInterrupts(Action onInterrupt) => null;

    /// <summary>Writes text to the screen as UTF-8.</summary>
    /// <param name="text">The text; half a surrogate pair is written as U+FFFD.</param>
    void Write(string text) => Write(Encoding.UTF8.GetBytes(text));
}
