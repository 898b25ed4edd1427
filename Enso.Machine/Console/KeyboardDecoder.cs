namespace Enso.Machine.Console;

/// <summary>PS/2 scan codes of set 1 (what the i8042 gives when it translates) to the bytes that a terminal
/// sends: the US layout, and xterm's sequences for the keys that have no character. Held modifiers go into
/// a sequence the way xterm does (<c>CSI 1 ; 5 D</c> is Ctrl-Left); Alt puts an ESC before a
/// character.</summary>
/// <remarks>All zeros is its state at rest, with every lock off. Scan codes: IBM PS/2 technical reference,
/// set 1; sequences: XTerm Control Sequences, "PC-Style Function Keys".</remarks>
internal unsafe struct KeyboardDecoder
{
    /// <summary>Room that <see cref="Decode"/> needs for its output.</summary>
    public const int MaximumOutput = 8;

    /// <summary>What <see cref="Decode"/> returns when Ctrl-Alt-Del was pressed.</summary>
    public const int ControlAltDelete = -1;

    private const byte Escape = 0x1B;
    private const byte Released = 0x80;
    private const byte ExtendedPrefix = 0xE0;
    private const byte PausePrefix = 0xE1;

    /// <summary>The codes after 0xE1: the Pause key is the only one, it has two.</summary>
    private const int PauseLength = 2;

    private const int ControlKey = 0x1D;
    private const int LeftShiftKey = 0x2A;
    private const int RightShiftKey = 0x36;
    private const int AltKey = 0x38;
    private const int CapsLockKey = 0x3A;
    private const int NumLockKey = 0x45;
    private const int TabKey = 0x0F;
    private const int BackspaceKey = 0x0E;
    private const int EnterKey = 0x1C;
    private const int SlashKey = 0x35;
    private const int DeleteKey = 0x53;
    private const int FirstFunctionKey = 0x3B;
    private const int TenthFunctionKey = 0x44;
    private const int EleventhFunctionKey = 0x57;
    private const int TwelfthFunctionKey = 0x58;

    private const byte LeftShift = 1;
    private const byte RightShift = 2;
    private const byte LeftControl = 4;
    private const byte RightControl = 8;
    private const byte LeftAlt = 16;
    private const byte RightAlt = 32;
    private const byte AnyShift = LeftShift | RightShift;
    private const byte AnyControl = LeftControl | RightControl;
    private const byte AnyAlt = LeftAlt | RightAlt;

    private byte _held;
    private bool _isExtended;
    private bool _isCapsLocked;
    private bool _isNumLocked;
    private bool _isLockHeld;
    private int _toSkip;

    /// <summary>Whether Caps Lock is on.</summary>
    public readonly bool IsCapsLocked => _isCapsLocked;

    /// <summary>Whether Num Lock is on.</summary>
    public readonly bool IsNumLocked => _isNumLocked;

    private readonly bool HasShift => (_held & AnyShift) != 0;

    private readonly bool HasControl => (_held & AnyControl) != 0;

    private readonly bool HasAlt => (_held & AnyAlt) != 0;

    /// <summary>Takes a scan code.</summary>
    /// <param name="scancode">The byte that the controller gave.</param>
    /// <param name="output">Where the bytes go: room for <see cref="MaximumOutput"/>.</param>
    /// <returns>How many bytes were produced, 0 for a release, a modifier or a prefix; or
    /// <see cref="ControlAltDelete"/>.</returns>
    public int Decode(byte scancode, byte* output)
    {
        if (_toSkip > 0)
        {
            _toSkip--;
            return 0;
        }
        switch (scancode)
        {
            case PausePrefix:
                _toSkip = PauseLength;
                return 0;
            case ExtendedPrefix:
                _isExtended = true;
                return 0;
            case 0x00: // the keyboard lost keys
            case 0xFF:
                _isExtended = false;
                return 0;
        }
        bool isExtended = _isExtended;
        _isExtended = false;
        int key = scancode & ~Released;
        bool isPressed = (scancode & Released) == 0;
        if (TakeModifier(key, isExtended, isPressed) || !isPressed)
        {
            return 0;
        }
        return isExtended ? Extended(key, output) : Plain(key, output);
    }

    private bool TakeModifier(int key, bool isExtended, bool isPressed)
    {
        switch (key)
        {
            case LeftShiftKey:
                // With the prefix it is not a key: keyboards put it around the grey keys, to undo Num Lock.
                Hold(isExtended ? (byte)0 : LeftShift, isPressed);
                return true;
            case RightShiftKey:
                Hold(isExtended ? (byte)0 : RightShift, isPressed);
                return true;
            case ControlKey:
                Hold(isExtended ? RightControl : LeftControl, isPressed);
                return true;
            case AltKey:
                Hold(isExtended ? RightAlt : LeftAlt, isPressed);
                return true;
            case CapsLockKey when !isExtended:
                _isCapsLocked ^= TakeLock(isPressed);
                return true;
            case NumLockKey when !isExtended:
                _isNumLocked ^= TakeLock(isPressed);
                return true;
            default:
                return false;
        }
    }

    private void Hold(byte modifier, bool isPressed) =>
        _held = (byte)(isPressed ? _held | modifier : _held & ~modifier);

    /// <summary>Whether a lock changes: at its press, not while the key repeats.</summary>
    private bool TakeLock(bool isPressed)
    {
        bool changes = isPressed && !_isLockHeld;
        _isLockHeld = isPressed;
        return changes;
    }

    // SAFETY: no method below writes more than MaximumOutput bytes: the longest sequence is ESC [ 2 4 ; 8 ~,
    // seven of them, and the caller of Decode gives that room.
    private readonly int Plain(int key, byte* output)
    {
        if (key is >= FirstFunctionKey and <= TenthFunctionKey)
        {
            return Function(key - FirstFunctionKey + 1, output);
        }
        if (key is EleventhFunctionKey or TwelfthFunctionKey)
        {
            return Function(key - EleventhFunctionKey + 11, output);
        }
        if (key is >= KeyboardLayout.KeypadFirst and <= KeyboardLayout.KeypadLast)
        {
            return Keypad(key, output);
        }
        if (key == TabKey && HasShift)
        {
            output[0] = Escape;
            output[1] = (byte)'[';
            output[2] = (byte)'Z';
            return 3;
        }
        if (key == BackspaceKey && HasControl)
        {
            return Send((byte)'\b', output);
        }
        byte character = KeyboardLayout.Character(key, HasShift);
        if (character == 0)
        {
            return 0;
        }
        if (_isCapsLocked && IsLetter(character))
        {
            character ^= 0x20;
        }
        return Send(HasControl ? Controlled(character) : character, output);
    }

    private readonly int Extended(int key, byte* output)
    {
        switch (key)
        {
            case EnterKey:
                return Send((byte)'\r', output);
            case SlashKey:
                return Send((byte)'/', output);
        }
        // The grey keys have the codes of the keypad keys that carry the same names.
        byte code = KeyboardLayout.KeypadNavigation(key);
        bool isGreyKey = code is not (0 or (byte)'-' or (byte)'+' or (byte)'E');
        return isGreyKey ? Navigate(key, code, output) : 0;
    }

    private readonly int Keypad(int key, byte* output)
    {
        byte character = KeyboardLayout.KeypadCharacter(key);
        bool isDigit = character is not ((byte)'-' or (byte)'+');
        bool isNavigation = isDigit && _isNumLocked == HasShift;
        return isNavigation || (isDigit && HasControl && HasAlt)
            ? Navigate(key, KeyboardLayout.KeypadNavigation(key), output)
            : Send(character, output);
    }

    private readonly int Navigate(int key, byte code, byte* output)
    {
        if (key == DeleteKey && HasControl && HasAlt)
        {
            return ControlAltDelete;
        }
        return code is >= (byte)'0' and <= (byte)'9'
            ? Numbered(code - '0', output)
            : Lettered(code, (byte)'[', output);
    }

    private readonly int Function(int number, byte* output) => number switch
    {
        <= 4 => Lettered((byte)('P' + number - 1), (byte)'O', output),
        5 => Numbered(15, output),
        <= 10 => Numbered(11 + number, output),
        _ => Numbered(12 + number, output),
    };

    /// <summary>xterm's number for the held modifiers: 1, plus 1 shift, 2 alt, 4 control.</summary>
    private readonly int Modifiers() => 1 + (HasShift ? 1 : 0) + (HasAlt ? 2 : 0) + (HasControl ? 4 : 0);

    /// <summary><c>ESC [ A</c> or <c>ESC O P</c>; with modifiers <c>ESC [ 1 ; m A</c>.</summary>
    private readonly int Lettered(byte letter, byte introducer, byte* output)
    {
        int modifiers = Modifiers();
        int length = 0;
        output[length++] = Escape;
        output[length++] = modifiers == 1 ? introducer : (byte)'[';
        if (modifiers != 1)
        {
            output[length++] = (byte)'1';
            output[length++] = (byte)';';
            output[length++] = (byte)('0' + modifiers);
        }
        output[length++] = letter;
        return length;
    }

    /// <summary><c>ESC [ n ~</c>; with modifiers <c>ESC [ n ; m ~</c>.</summary>
    private readonly int Numbered(int number, byte* output)
    {
        int modifiers = Modifiers();
        int length = 0;
        output[length++] = Escape;
        output[length++] = (byte)'[';
        if (number >= 10)
        {
            output[length++] = (byte)('0' + (number / 10));
        }
        output[length++] = (byte)('0' + (number % 10));
        if (modifiers != 1)
        {
            output[length++] = (byte)';';
            output[length++] = (byte)('0' + modifiers);
        }
        output[length++] = (byte)'~';
        return length;
    }

    private readonly int Send(byte character, byte* output)
    {
        int length = 0;
        if (HasAlt)
        {
            output[length++] = Escape;
        }
        output[length++] = character;
        return length;
    }

    private static bool IsLetter(byte character) => (character | 0x20) is >= 'a' and <= 'z';

    /// <summary>The control character of a key, as xterm has it; other keys are themselves.</summary>
    private static byte Controlled(byte character) => character switch
    {
        >= (byte)'@' and <= (byte)'~' => (byte)(character & 0x1F),
        (byte)' ' or (byte)'2' => 0x00,
        >= (byte)'3' and <= (byte)'7' => (byte)(character - '3' + 0x1B),
        (byte)'8' or (byte)'?' => 0x7F,
        (byte)'/' => 0x1F,
        _ => character,
    };
}
