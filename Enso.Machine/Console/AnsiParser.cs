namespace Enso.Machine.Console;

/// <summary>Takes a stream of bytes apart into text, control characters, escapes and control sequences,
/// after ECMA-48 5.4 and what a VT100 does with a malformed stream. What it knows and what it does not, it
/// reads to the end alike, so an unknown sequence never leaves letters on the screen. Operating-system
/// commands (OSC) and the other strings are swallowed.</summary>
/// <remarks>It carries nothing out and owns no memory; all zeros is its state at rest.</remarks>
internal unsafe struct AnsiParser
{
    /// <summary>Parameters that a sequence keeps; further ones are read and dropped.</summary>
    public const int MaximumParameters = 16;

    /// <summary>The largest value of a parameter; a larger one counts as this.</summary>
    public const int MaximumParameter = 9999;

    /// <summary>Bytes of a string (OSC and the like) after which it is taken for a mistake and text
    /// resumes, so that one lost terminator cannot silence the console.</summary>
    public const int MaximumString = 4096;

    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1A;
    private const byte EscapeCode = 0x1B;
    private const byte Bell = 0x07;
    private const byte Delete = 0x7F;

    private State _state;
    private byte _private;
    private byte _final;
    private bool _hasIntermediate;
    private int _index;
    private int _stringLength;
    private fixed int _parameters[MaximumParameters];

    private enum State : byte
    {
        Ground,
        Escape,
        EscapeIntermediate,
        Sequence,
        String,
        StringEscape,
    }

    /// <summary>The last byte of the escape or sequence.</summary>
    public readonly byte Final => _final;

    /// <summary>The mark after <c>CSI</c> (<c>?</c> and the like); 0 when there was none.</summary>
    public readonly byte Private => _private;

    /// <summary>How many parameters there are, at least one; an empty one counts and is 0.</summary>
    public readonly int Count => _index < MaximumParameters ? _index + 1 : MaximumParameters;

    /// <summary>A parameter, or <paramref name="least"/> when it is missing or smaller.</summary>
    public readonly int Parameter(int index, int least)
    {
        // SAFETY: Count is at most MaximumParameters.
        int value = (uint)index < (uint)Count ? _parameters[index] : 0;
        return value < least ? least : value;
    }

    /// <summary>Forgets what is unfinished: the next byte is text.</summary>
    public void Reset() => _state = State.Ground;

    /// <summary>Takes the next byte.</summary>
    public AnsiEvent Feed(byte value)
    {
        if (_state == State.Ground && value is >= 0x20 and not Delete)
        {
            return AnsiEvent.Text;
        }
        if (_state is State.String or State.StringEscape)
        {
            return FeedString(value);
        }
        if (value < 0x20)
        {
            return FeedControl(value);
        }
        if (value == Delete)
        {
            return AnsiEvent.None;
        }
        return _state == State.Sequence ? FeedSequence(value) : FeedEscape(value);
    }

    private AnsiEvent FeedControl(byte value)
    {
        if (value == EscapeCode)
        {
            _state = State.Escape;
            return AnsiEvent.None;
        }
        if (value is Cancel or Substitute)
        {
            _state = State.Ground;
            return AnsiEvent.None;
        }
        return AnsiEvent.Control;
    }

    private AnsiEvent FeedEscape(byte value)
    {
        if (value <= 0x2F)
        {
            // Selects a character set or the like; one more byte says which.
            _state = State.EscapeIntermediate;
            return AnsiEvent.None;
        }
        bool isPlain = _state == State.Escape;
        _state = State.Ground;
        if (!isPlain || value > 0x7E)
        {
            return AnsiEvent.None;
        }
        switch (value)
        {
            case (byte)'[':
                BeginSequence();
                return AnsiEvent.None;
            case (byte)']': // OSC
            case (byte)'P': // DCS
            case (byte)'X': // SOS
            case (byte)'^': // PM
            case (byte)'_': // APC
                _state = State.String;
                _stringLength = 0;
                return AnsiEvent.None;
            default:
                _final = value;
                return AnsiEvent.Escape;
        }
    }

    private void BeginSequence()
    {
        _state = State.Sequence;
        _private = 0;
        _hasIntermediate = false;
        _index = 0;
        // SAFETY: every parameter and no more.
        for (int i = 0; i < MaximumParameters; i++)
        {
            _parameters[i] = 0;
        }
    }

    private AnsiEvent FeedSequence(byte value)
    {
        if (value is >= (byte)'0' and <= (byte)'9')
        {
            AddDigit(value - '0');
            return AnsiEvent.None;
        }
        if (value is (byte)';' or (byte)':')
        {
            _index = _index < MaximumParameters ? _index + 1 : MaximumParameters;
            return AnsiEvent.None;
        }
        if (value is >= (byte)'<' and <= (byte)'?')
        {
            _private = value;
            return AnsiEvent.None;
        }
        if (value <= 0x2F)
        {
            _hasIntermediate = true;
            return AnsiEvent.None;
        }
        _state = State.Ground;
        _final = value;
        return _hasIntermediate || value > 0x7E ? AnsiEvent.None : AnsiEvent.Sequence;
    }

    private void AddDigit(int digit)
    {
        if (_index >= MaximumParameters)
        {
            return;
        }
        // SAFETY: the index is below MaximumParameters, and starts at 0.
        int value = (_parameters[_index] * 10) + digit;
        _parameters[_index] = value > MaximumParameter ? MaximumParameter : value;
    }

    private AnsiEvent FeedString(byte value)
    {
        if (_state == State.StringEscape)
        {
            if (value == '\\')
            {
                _state = State.Ground;
                return AnsiEvent.None;
            }
            // An escape that does not end the string cuts it off and counts itself.
            _state = State.Escape;
            return Feed(value);
        }
        _stringLength++;
        if (value == EscapeCode)
        {
            _state = State.StringEscape;
        }
        else if (value is Bell or Cancel or Substitute || _stringLength >= MaximumString)
        {
            _state = State.Ground;
        }
        return AnsiEvent.None;
    }
}
