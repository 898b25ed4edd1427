namespace Enso.Kernel.Shell;

/// <summary>A terminal that remembers whether what was written last ended its line.</summary>
/// <remarks>
/// The prompt must begin at the start of a row, whatever a command wrote before it. A sequence may be split
/// over several writes, so the state of the scan is kept between them.
/// </remarks>
/// <param name="inner">The terminal that does the work.</param>
internal sealed class OutputTerminal(ITerminal inner) : ITerminal
{
    private State _state;

    private enum State
    {
        Text,
        Escape,
        Control,
        Command,
    }

    /// <summary>Whether the cursor is at the start of an empty row, as far as the output tells.</summary>
    public bool IsAtLineStart { get; private set; } = true;

    /// <inheritdoc/>
    public (int Columns, int Rows) Size => inner.Size;

    /// <inheritdoc/>
    public int Read(Span<byte> buffer) => inner.Read(buffer);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> utf8)
    {
        foreach (byte value in utf8)
        {
            Track(value);
        }

        inner.Write(utf8);
    }

    private void Track(byte value)
    {
        switch (_state)
        {
            case State.Text when value == 0x1B:
                _state = State.Escape;
                break;
            case State.Text when value == '\n':
                IsAtLineStart = true;
                break;
            case State.Text when value >= 0x20:
                IsAtLineStart = false;
                break;
            case State.Escape:
                _state = value == '[' ? State.Control : value == ']' ? State.Command : State.Text;
                break;
            case State.Control when value is >= 0x40 and < 0x7F:
                // A program that moves the cursor (H) mostly did so to clear the screen.
                IsAtLineStart |= value == 'H';
                _state = State.Text;
                break;
            case State.Command when value is 0x07 or 0x1B:
                // After ESC the backslash that ends the command is skipped as an escape's second byte.
                _state = value == 0x07 ? State.Text : State.Escape;
                break;
        }
    }
}
