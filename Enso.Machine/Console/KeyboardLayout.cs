using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Machine.Console;

/// <summary>The US layout: what the keys of PS/2 scan code set 1 are. 0 stands for no character.</summary>
internal static unsafe class KeyboardLayout
{
    /// <summary>The first key of the numeric keypad's block: 7, the one with Home.</summary>
    public const int KeypadFirst = 0x47;

    /// <summary>The last key of the numeric keypad's block: the point, the one with Delete.</summary>
    public const int KeypadLast = 0x53;

    /// <summary>The key between the left shift and Z on keyboards of 102 keys.</summary>
    private const int ExtraKey = 0x56;

    private static ReadOnlySpan<byte> Plain =>
        "\0\u001b1234567890-=\u007f\tqwertyuiop[]\r\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 "u8;

    private static ReadOnlySpan<byte> Shifted =>
        "\0\u001b!@#$%^&*()_+\u007f\tQWERTYUIOP{}\r\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 "u8;

    /// <summary>The keypad from <see cref="KeypadFirst"/> with Num Lock on.</summary>
    private static ReadOnlySpan<byte> Keypad => "789-456+1230."u8;

    /// <summary>What the keypad's keys are without Num Lock: the final byte of an xterm sequence, or the
    /// digit of one that ends in a tilde.</summary>
    private static ReadOnlySpan<byte> Navigation => "HA5-DEC+FB623"u8;

    /// <summary>The character of a key of the main block.</summary>
    public static byte Character(int key, bool isShifted)
    {
        if (key == ExtraKey)
        {
            return (byte)(isShifted ? '|' : '\\');
        }
        return At(isShifted ? Shifted : Plain, key);
    }

    /// <summary>The character of a keypad key with Num Lock on.</summary>
    public static byte KeypadCharacter(int key) => At(Keypad, key - KeypadFirst);

    /// <summary>The final byte (a letter) or the number (a digit) of the xterm sequence of a keypad key
    /// without Num Lock; plus and minus are themselves.</summary>
    public static byte KeypadNavigation(int key) => At(Navigation, key - KeypadFirst);

    private static byte At(ReadOnlySpan<byte> table, int index)
    {
        if ((uint)index >= (uint)table.Length)
        {
            return 0;
        }
        // SAFETY: the index was checked against the literal's length.
        return ((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(table)))[index];
    }
}
