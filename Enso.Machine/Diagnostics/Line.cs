using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Machine.Diagnostics;

/// <summary>One line of text, built in place: what <c>$"…"</c> becomes where lower code writes to the log. It
/// never allocates; text beyond <see cref="Capacity"/> is cut and the last character is then <c>~</c>.</summary>
/// <remarks>Holes take integers (decimal; format <c>x</c> is hexadecimal, <c>x8</c> and the like pad it with
/// zeros, <c>d3</c> pads a decimal), booleans, string literals, and UTF-8 pointers ending in zero.</remarks>
[InterpolatedStringHandler]
public unsafe ref struct Line
{
    /// <summary>The longest line in bytes.</summary>
    public const int Capacity = 248;

    private fixed byte _text[Capacity];
    private int _length;

    /// <summary>Called by the compiler with the sizes of the literal parts.</summary>
    public Line(int literalLength, int formattedCount) => _length = 0;

    /// <summary>Bytes written so far.</summary>
    public readonly int Length => _length;

    /// <summary>The bytes, valid while this structure stays where it is.</summary>
    public byte* Text
    {
        // SAFETY: a ref struct lives on the stack, which does not move.
        get => (byte*)Unsafe.AsPointer(ref _text[0]);
    }

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        if (_length < Capacity)
        {
            _text[_length++] = value;
        }
        else
        {
            _text[Capacity - 1] = (byte)'~';
        }
    }

    /// <summary>Appends UTF-8 bytes.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        // SAFETY: read within the span's length; a literal's bytes are in the image.
        byte* bytes = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(text));
        for (int i = 0; i < text.Length; i++)
        {
            Append(bytes[i]);
        }
    }

    /// <summary>Appends a literal; a character outside ASCII is encoded as UTF-8.</summary>
    public void AppendLiteral(string value)
    {
        fixed (char* text = value)
        {
            for (int i = 0; i < value.Length; i++)
            {
                AppendCharacter(text[i]);
            }
        }
    }

    private void AppendCharacter(char value)
    {
        if (value < 0x80)
        {
            Append((byte)value);
        }
        else if (value < 0x800)
        {
            Append((byte)(0xC0 | (value >> 6)));
            Append((byte)(0x80 | (value & 0x3F)));
        }
        else
        {
            Append((byte)(0xE0 | (value >> 12)));
            Append((byte)(0x80 | ((value >> 6) & 0x3F)));
            Append((byte)(0x80 | (value & 0x3F)));
        }
    }

    /// <summary>Appends a string literal.</summary>
    public void AppendFormatted(string value) => AppendLiteral(value);

    /// <summary>Appends UTF-8 bytes.</summary>
    public void AppendFormatted(ReadOnlySpan<byte> value) => Append(value);

    /// <summary>Appends a zero-terminated UTF-8 string; a null pointer shows as <c>(none)</c>.</summary>
    public void AppendFormatted(byte* value)
    {
        if (value == null)
        {
            AppendLiteral("(none)");
            return;
        }
        for (; *value != 0; value++)
        {
            Append(*value);
        }
    }

    /// <summary>Appends <c>yes</c> or <c>no</c>.</summary>
    public void AppendFormatted(bool value) => AppendLiteral(value ? "yes" : "no");

    /// <summary>Appends one character.</summary>
    public void AppendFormatted(char value) => AppendCharacter(value);

    /// <summary>Appends a decimal number.</summary>
    public void AppendFormatted(int value) => AppendFormatted((long)value);

    /// <summary>Appends a decimal number.</summary>
    public void AppendFormatted(uint value) => Number(value, 10, 0);

    /// <summary>Appends a decimal number.</summary>
    public void AppendFormatted(ulong value) => Number(value, 10, 0);

    /// <summary>Appends a decimal number.</summary>
    public void AppendFormatted(long value)
    {
        if (value < 0)
        {
            Append((byte)'-');
            value = -value;
        }
        Number((ulong)value, 10, 0);
    }

    /// <summary>Appends a number as <paramref name="format"/> says.</summary>
    public void AppendFormatted(int value, string format) => AppendFormatted((ulong)value, format);

    /// <summary>Appends a number as <paramref name="format"/> says.</summary>
    public void AppendFormatted(uint value, string format) => AppendFormatted((ulong)value, format);

    /// <summary>Appends a number as <paramref name="format"/> says.</summary>
    public void AppendFormatted(long value, string format) => AppendFormatted((ulong)value, format);

    /// <summary>Appends a number as <paramref name="format"/> says: <c>x</c> or <c>d</c>, then the least number
    /// of digits.</summary>
    public void AppendFormatted(ulong value, string format)
    {
        int width = 0;
        bool hexadecimal = false;
        fixed (char* text = format)
        {
            for (int i = 0; i < format.Length; i++)
            {
                if (text[i] == 'x')
                {
                    hexadecimal = true;
                }
                else if (text[i] is >= '0' and <= '9')
                {
                    width = (width * 10) + (text[i] - '0');
                }
            }
        }
        Number(value, hexadecimal ? 16u : 10u, width);
    }

    /// <summary>Appends a size in bytes with a binary unit: <c>640 KiB</c>, <c>1.5 GiB</c>.</summary>
    public void AppendSize(ulong bytes)
    {
        int unit = 0;
        ulong whole = bytes;
        ulong rest = 0;
        while (whole >= 1024 && unit < 4)
        {
            rest = (whole & 1023) * 10 / 1024;
            whole >>= 10;
            unit++;
        }
        Number(whole, 10, 0);
        if (rest != 0)
        {
            Append((byte)'.');
            Number(rest, 10, 0);
        }
        AppendLiteral(unit switch { 0 => " B", 1 => " KiB", 2 => " MiB", 3 => " GiB", _ => " TiB" });
    }

    private void Number(ulong value, uint radix, int width)
    {
        byte* digits = stackalloc byte[24];
        int count = 0;
        do
        {
            uint digit = (uint)(value % radix);
            digits[count++] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            value /= radix;
        }
        while (value != 0);
        for (; width > count; width--)
        {
            Append((byte)'0');
        }
        while (count > 0)
        {
            Append(digits[--count]);
        }
    }
}
