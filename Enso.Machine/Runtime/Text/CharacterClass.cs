namespace Enso.Machine.Runtime.Text;

/// <summary>What kind of character a byte is in the C locale, the only one there is.</summary>
internal static class CharacterClass
{
    /// <summary>What <see cref="DigitValue"/> returns for a byte that is no digit of any radix.</summary>
    public const uint NotADigit = uint.MaxValue;

    /// <summary>Space, tab, line feed, vertical tab, form feed or carriage return.</summary>
    public static bool IsSpace(byte value) => value == ' ' || (value >= 9 && value <= 13);

    /// <summary>A decimal digit.</summary>
    public static bool IsDigit(byte value) => value >= '0' && value <= '9';

    /// <summary>The lower-case form of an ASCII letter; any other byte as it is.</summary>
    public static int ToLower(byte value) => value >= 'A' && value <= 'Z' ? value + 32 : value;

    /// <summary>The value of a digit of radix 36 or less, or <see cref="NotADigit"/>.</summary>
    public static uint DigitValue(byte value)
    {
        if (IsDigit(value))
        {
            return (uint)(value - '0');
        }
        int lower = ToLower(value);
        return lower >= 'a' && lower <= 'z' ? (uint)(lower - 'a' + 10) : NotADigit;
    }
}
