using System.Text;
using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

/// <summary>
/// A terminal whose user types a script, one chunk for each read, and that records what the screen shows
/// between. After the script it is closed.
/// </summary>
/// <param name="script">What is typed.</param>
internal sealed class ScriptedTerminal(params string[] script) : ITerminal
{
    private readonly Queue<byte[]> _script = new(script.Select(Encoding.UTF8.GetBytes));
    private readonly StringBuilder _echo = new();
    private ScreenModel? _screen;

    /// <summary>What a user sees.</summary>
    /// <param name="Text">The screen.</param>
    /// <param name="Row">The cursor's row.</param>
    /// <param name="Column">The cursor's column.</param>
    public readonly record struct Frame(string Text, int Row, int Column);

    public (int Columns, int Rows) Size { get; set; } = (80, 24);

    public bool WrapsAtOnce { get; init; }

    public ScreenModel Screen => _screen ??= new ScreenModel(Size.Columns, Size.Rows, WrapsAtOnce);

    /// <summary>
    /// What the screen showed before the first chunk was typed, after the first, and so on.
    /// </summary>
    public List<Frame> Frames { get; } = [];

    /// <summary>
    /// What was written before the first chunk was typed, in answer to the first, and so on.
    /// </summary>
    public List<string> Echoes { get; } = [];

    /// <summary>Everything that was written.</summary>
    public StringBuilder Output { get; } = new();

    /// <summary>Called before each read with the number of chunks typed so far.</summary>
    public Action<int>? BeforeRead { get; init; }

    public int Read(Span<byte> buffer)
    {
        BeforeRead?.Invoke(Echoes.Count);
        Frames.Add(new Frame(Screen.Text, Screen.Row, Screen.Column));
        Echoes.Add(_echo.ToString());
        _echo.Clear();
        if (!_script.TryDequeue(out byte[]? chunk))
        {
            return 0;
        }

        Assert.That(chunk.Length, Is.InRange(1, buffer.Length), "a chunk of the script is one read");
        chunk.CopyTo(buffer);
        return chunk.Length;
    }

    public void Write(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8);
        _echo.Append(text);
        Output.Append(text);
        Screen.Write(text);
    }
}
