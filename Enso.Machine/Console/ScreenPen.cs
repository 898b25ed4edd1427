namespace Enso.Machine.Console;

/// <summary>What the next character looks like: the colours and attributes that SGR (ECMA-48 8.3.117) sets.
/// Bold is the bright colour, as on VGA; underline, italic and blink are read and not shown.</summary>
internal struct ScreenPen
{
    private uint _defaultForeground;
    private uint _defaultBackground;
    private uint _foreground;
    private uint _background;
    private bool _bold;
    private bool _dim;
    private bool _inverse;

    /// <summary>A pen that has, and returns to, these colours.</summary>
    public ScreenPen(uint foreground, uint background)
    {
        _defaultForeground = foreground;
        _defaultBackground = background;
        Reset();
    }

    /// <summary>Back to the pen's own colours.</summary>
    public void Reset()
    {
        _foreground = _defaultForeground;
        _background = _defaultBackground;
        _bold = false;
        _dim = false;
        _inverse = false;
    }

    /// <summary>A character in this pen's colours.</summary>
    public readonly ScreenCell Cell(uint codePoint)
    {
        uint foreground = Shown();
        return _inverse
            ? new ScreenCell(codePoint, _background, foreground)
            : new ScreenCell(codePoint, foreground, _background);
    }

    /// <summary>What erased cells hold: a blank in the current background, whatever the other attributes.
    /// </summary>
    public readonly ScreenCell Blank() => new(' ', ScreenColour.White, _background);

    /// <summary>Carries out <c>CSI … m</c>.</summary>
    public void Apply(ref AnsiParser parser)
    {
        int index = 0;
        while (index < parser.Count)
        {
            int value = parser.Parameter(index, 0);
            if (value is 38 or 48)
            {
                index += ApplyExtended(ref parser, index);
                continue;
            }
            ApplyOne(value);
            index++;
        }
    }

    private readonly uint Shown()
    {
        if (_bold)
        {
            return _foreground | ScreenColour.Bright;
        }
        return _dim && _foreground == ScreenColour.White ? ScreenColour.Grey : _foreground;
    }

    private void ApplyOne(int value)
    {
        switch (value)
        {
            case 0:
                Reset();
                break;
            case 1:
                _bold = true;
                break;
            case 2:
                _dim = true;
                break;
            case 7:
                _inverse = true;
                break;
            case 22:
                _bold = false;
                _dim = false;
                break;
            case 27:
                _inverse = false;
                break;
            case >= 30 and <= 37:
                _foreground = (uint)(value - 30);
                break;
            case 39:
                _foreground = _defaultForeground;
                break;
            case >= 40 and <= 47:
                _background = (uint)(value - 40);
                break;
            case 49:
                _background = _defaultBackground;
                break;
            case >= 90 and <= 97:
                _foreground = (uint)(value - 90) | ScreenColour.Bright;
                break;
            case >= 100 and <= 107:
                _background = (uint)(value - 100) | ScreenColour.Bright;
                break;
        }
    }

    /// <summary><c>38;5;n</c> and <c>38;2;r;g;b</c> (48: background), as one of the 16 colours. Returns how
    /// many parameters it took.</summary>
    private int ApplyExtended(ref AnsiParser parser, int index)
    {
        uint colour;
        int taken;
        switch (parser.Parameter(index + 1, 0))
        {
            case 5:
                colour = ScreenColour.FromIndexed((uint)parser.Parameter(index + 2, 0));
                taken = 3;
                break;
            case 2:
                colour = ScreenColour.FromRgb(
                    parser.Parameter(index + 2, 0) & 0xFF,
                    parser.Parameter(index + 3, 0) & 0xFF,
                    parser.Parameter(index + 4, 0) & 0xFF);
                taken = 5;
                break;
            default:
                return 2;
        }
        if (parser.Parameter(index, 0) == 38)
        {
            _foreground = colour;
        }
        else
        {
            _background = colour;
        }
        return taken;
    }
}
