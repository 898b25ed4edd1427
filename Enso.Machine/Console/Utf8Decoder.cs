namespace Enso.Machine.Console;

/// <summary>Decodes UTF-8 (RFC 3629) a byte at a time, across the writes that may split a character. Bytes
/// that are not UTF-8 become U+FFFD: a stray byte, an overlong form, a surrogate, a value above U+10FFFF,
/// an unfinished sequence. All zeros is its state at rest.</summary>
internal struct Utf8Decoder
{
    /// <summary>What stands for bytes that cannot be decoded.</summary>
    public const uint Replacement = 0xFFFD;

    private uint _codePoint;
    private uint _least;
    private int _remaining;

    /// <summary>Takes the next byte; <paramref name="codePoint"/> means something unless
    /// <see cref="Utf8Step.More"/> is returned.</summary>
    public Utf8Step Feed(byte value, out uint codePoint)
    {
        codePoint = Replacement;
        if (_remaining == 0)
        {
            return FeedFirst(value, ref codePoint);
        }
        if ((value & 0xC0) != 0x80)
        {
            _remaining = 0;
            return Utf8Step.Interrupted;
        }
        _codePoint = (_codePoint << 6) | (value & 0x3Fu);
        if (--_remaining != 0)
        {
            return Utf8Step.More;
        }
        bool isScalar = _codePoint >= _least && _codePoint <= 0x10FFFF && (_codePoint & ~0x7FFu) != 0xD800;
        codePoint = isScalar ? _codePoint : Replacement;
        return Utf8Step.Character;
    }

    /// <summary>Forgets an unfinished character; says whether there was one.</summary>
    public bool Abandon()
    {
        bool wasUnfinished = _remaining != 0;
        _remaining = 0;
        return wasUnfinished;
    }

    private Utf8Step FeedFirst(byte value, ref uint codePoint)
    {
        if (value < 0x80)
        {
            codePoint = value;
            return Utf8Step.Character;
        }
        if (value is >= 0xC2 and <= 0xDF)
        {
            Begin(value & 0x1Fu, 1, 0x80);
        }
        else if (value is >= 0xE0 and <= 0xEF)
        {
            Begin(value & 0x0Fu, 2, 0x800);
        }
        else if (value is >= 0xF0 and <= 0xF4)
        {
            Begin(value & 0x07u, 3, 0x10000);
        }
        else
        {
            return Utf8Step.Character;
        }
        return Utf8Step.More;
    }

    private void Begin(uint bits, int remaining, uint least)
    {
        _codePoint = bits;
        _remaining = remaining;
        _least = least;
    }
}
