using System.Buffers;
using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>
/// Decodes what a terminal sends into keys: UTF-8, control bytes and xterm's escape sequences.
/// </summary>
/// <remarks>
/// <para>
/// The escape key and the start of an escape sequence are the same byte. An escape that ends what one read
/// returned is the key, so a lone escape never waits. A serial line may deliver a sequence byte by byte,
/// though: when the read after a lone escape begins with <c>[</c> or <c>O</c>, the rest of the sequence is
/// still taken as one, and the arrow key arrives after an escape that the editor ignores.
/// </para>
/// <para>Malformed UTF-8 becomes U+FFFD, as the Unicode standard recommends. Not for use by two
/// threads.</para>
/// </remarks>
/// <param name="terminal">Where the bytes come from.</param>
public sealed class KeyReader(ITerminal terminal)
{
    private const int BufferSize = 256;

    /// <summary>
    /// What of a control sequence's parameters is kept; the longest that has a meaning here is five.
    /// </summary>
    private const int MaximumParameterBytes = 16;

    private const byte EscapeByte = 0x1B;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _next;
    private int _count;
    private bool _afterCarriageReturn;
    private bool _afterLoneEscape;

    /// <summary>Waits for the next key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>False when the terminal closed; a sequence that it cut off is dropped.</returns>
    public bool TryRead(out KeyPress key)
    {
        key = default;
        if (!TryTake(out byte first))
        {
            return false;
        }

        bool continuesEscape = _afterLoneEscape;
        _afterLoneEscape = false;
        if (_afterCarriageReturn && first == '\n' && !TryTake(out first))
        {
            // Enter as CR LF is one key, whether or not both bytes came together.
            return false;
        }

        _afterCarriageReturn = first == '\r';
        if (continuesEscape && (first is (byte)'[' or (byte)'O'))
        {
            return TryDecodeSequence(first, out key);
        }

        return first == EscapeByte
            ? TryDecodeEscape(out key)
            : TryDecodePlain(first, KeyModifiers.None, out key);
    }

    private bool TryDecodeEscape(out KeyPress key)
    {
        if (_next == _count || _buffer[_next] == EscapeByte)
        {
            _afterLoneEscape = _next == _count;
            key = new KeyPress(Key.Escape);
            return true;
        }

        byte second = _buffer[_next++];
        return second is (byte)'[' or (byte)'O'
            ? TryDecodeSequence(second, out key)
            : TryDecodePlain(second, KeyModifiers.Alt, out key);
    }

    private bool TryDecodePlain(byte first, KeyModifiers modifiers, out KeyPress key)
    {
        key = first switch
        {
            (byte)'\r' or (byte)'\n' => new KeyPress(Key.Enter, modifiers),
            (byte)'\t' => new KeyPress(Key.Tab, modifiers),
            0x08 or 0x7F => new KeyPress(Key.Backspace, modifiers),
            EscapeByte => new KeyPress(Key.Escape, modifiers),
            0 => new KeyPress(Key.Character, new Rune(' '), modifiers | KeyModifiers.Control),
            < 0x1B => new KeyPress(Key.Character, new Rune(first | 0x60), modifiers | KeyModifiers.Control),
            < 0x20 => new KeyPress(Key.Character, new Rune(first | 0x40), modifiers | KeyModifiers.Control),
            < 0x80 => new KeyPress(Key.Character, new Rune((int)first), modifiers),
            _ => default,
        };
        if (first < 0x80)
        {
            return true;
        }

        bool decoded = TryDecodeRune(first, out Rune rune);
        key = new KeyPress(Key.Character, rune, modifiers);
        return decoded;
    }

    private bool TryDecodeRune(byte first, out Rune rune)
    {
        Span<byte> sequence = stackalloc byte[4];
        sequence[0] = first;
        int length = 1;
        OperationStatus status = Rune.DecodeFromUtf8(sequence[..length], out rune, out _);
        while (status == OperationStatus.NeedMoreData)
        {
            if (!TryTake(out sequence[length]))
            {
                return false;
            }

            length++;
            status = Rune.DecodeFromUtf8(sequence[..length], out rune, out int consumed);
            if (status == OperationStatus.InvalidData && consumed < length)
            {
                // The byte that did not fit begins the next key. It was the last one taken, so it is still
                // there.
                _next--;
            }
        }

        return true;
    }

    private bool TryDecodeSequence(byte introducer, out KeyPress key)
    {
        key = default;
        Span<byte> parameters = stackalloc byte[MaximumParameterBytes];
        int length = 0;
        byte final;
        while (true)
        {
            if (!TryTake(out final))
            {
                return false;
            }

            if (final is < 0x20 or >= 0x7F)
            {
                // Not part of any sequence: what came before it was none, and it counts as typed.
                _next--;
                return true;
            }

            if (final >= 0x40)
            {
                break;
            }

            if (length < MaximumParameterBytes)
            {
                parameters[length++] = final;
            }
        }

        if (introducer == '[' && final == '[' && length == 0)
        {
            // Linux's console reports F1 to F5 as ESC [ [ A to E.
            return TryTake(out _);
        }

        ParseParameters(parameters[..length], out int number, out int modifier);
        key = new KeyPress(
            final == '~' ? NumberedKey(number) : LetteredKey(introducer, final),
            (KeyModifiers)(Math.Max(modifier - 1, 0) & 7) | (final == 'Z' ? KeyModifiers.Shift : 0));
        return true;
    }

    private static void ParseParameters(ReadOnlySpan<byte> parameters, out int first, out int second)
    {
        first = 0;
        second = 0;
        int index = 0;
        foreach (byte character in parameters)
        {
            if (character == ';')
            {
                index++;
            }
            else if (character is >= (byte)'0' and <= (byte)'9')
            {
                ref int value = ref index == 0 ? ref first : ref second;
                value = index > 1 ? value : Math.Min((value * 10) + character - '0', 9999);
            }
        }
    }

    private static Key NumberedKey(int number) => number switch
    {
        1 or 7 => Key.Home,
        2 => Key.Insert,
        3 => Key.Delete,
        4 or 8 => Key.End,
        5 => Key.PageUp,
        6 => Key.PageDown,
        _ => Key.Unknown,
    };

    private static Key LetteredKey(byte introducer, byte final) => (char)final switch
    {
        'A' => Key.Up,
        'B' => Key.Down,
        'C' => Key.Right,
        'D' => Key.Left,
        'H' => Key.Home,
        'F' => Key.End,
        'Z' when introducer == '[' => Key.Tab,
        'M' when introducer == 'O' => Key.Enter,
        _ => Key.Unknown,
    };

    private bool TryTake(out byte value)
    {
        if (_next == _count)
        {
            _next = 0;
            _count = terminal.Read(_buffer);
            if (_count == 0)
            {
                value = 0;
                return false;
            }
        }

        value = _buffer[_next++];
        return true;
    }
}
