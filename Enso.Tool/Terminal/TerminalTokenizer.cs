using System.Text;

namespace Enso.Tool.Terminal;

/// <summary>Splits a terminal's output into text and escape sequences. Sequences may arrive in pieces: what is
/// not complete is kept for the next piece.</summary>
public sealed class TerminalTokenizer
{
    /// <summary>A sequence longer than this is not one (a lone ESC in binary output): it is given as text.</summary>
    public const int MaximumSequenceLength = 4096;

    private const char Escape = '\x1b';
    private const char Bell = '\a';

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _sequence = new();
    private State _state;

    private enum State
    {
        Text,
        Escape,
        Intermediate,
        ControlSequence,
        OperatingSystemCommand,
        OperatingSystemCommandEscape,
    }

    /// <summary>Takes the next piece of output.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>What it completes, in order.</returns>
    public IReadOnlyList<TerminalToken> Feed(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        List<TerminalToken> tokens = [];
        foreach (char c in piece)
        {
            Take(c, tokens);
        }

        FlushText(tokens);
        return tokens;
    }

    private void Take(char c, List<TerminalToken> tokens)
    {
        if (_state == State.Text)
        {
            if (c == Escape)
            {
                FlushText(tokens);
                _sequence.Clear().Append(c);
                _state = State.Escape;
            }
            else
            {
                _text.Append(c);
            }

            return;
        }

        _sequence.Append(c);
        switch (_state)
        {
            case State.Escape:
                TakeAfterEscape(c, tokens);
                break;
            case State.Intermediate when c is < ' ' or > '/':
                End(TerminalTokenKind.Escape, 0, 0, tokens);
                break;
            case State.ControlSequence when c is >= '@' and <= '~':
                End(TerminalTokenKind.ControlSequence, 0, 0, tokens);
                break;
            case State.OperatingSystemCommand when c == Bell:
                End(TerminalTokenKind.OperatingSystemCommand, 2, 1, tokens);
                break;
            case State.OperatingSystemCommand when c == Escape:
                _state = State.OperatingSystemCommandEscape;
                break;
            case State.OperatingSystemCommandEscape:
                if (c == '\\')
                {
                    End(TerminalTokenKind.OperatingSystemCommand, 2, 2, tokens);
                }
                else
                {
                    _state = State.OperatingSystemCommand;
                }

                break;
        }

        if (_state != State.Text && _sequence.Length > MaximumSequenceLength)
        {
            End(TerminalTokenKind.Text, 0, 0, tokens);
        }
    }

    private void TakeAfterEscape(char c, List<TerminalToken> tokens)
    {
        switch (c)
        {
            case '[':
                _state = State.ControlSequence;
                break;
            case ']':
                _state = State.OperatingSystemCommand;
                break;
            case >= ' ' and <= '/':
                _state = State.Intermediate;
                break;
            default:
                End(TerminalTokenKind.Escape, 0, 0, tokens);
                break;
        }
    }

    private void End(TerminalTokenKind kind, int skipFirst, int skipLast, List<TerminalToken> tokens)
    {
        string value = _sequence.ToString(skipFirst, _sequence.Length - skipFirst - skipLast);
        tokens.Add(new TerminalToken(kind, value));
        _state = State.Text;
    }

    private void FlushText(List<TerminalToken> tokens)
    {
        if (_text.Length > 0)
        {
            tokens.Add(new TerminalToken(TerminalTokenKind.Text, _text.ToString()));
            _text.Clear();
        }
    }
}
