namespace Enso.Machine.Runtime.Text;

/// <summary>The length modifiers that <c>printf</c> and <c>scanf</c> share: <c>hh h l ll q j z t
/// L</c>.</summary>
/// <remarks>SAFETY: a format ends in zero, which is no modifier.</remarks>
internal static unsafe class LengthModifier
{
    /// <summary>The size that stands for <c>L</c>: a <c>long double</c>.</summary>
    public const int LongDouble = 16;

    /// <summary>Reads a length modifier, if there is one.</summary>
    /// <param name="format">Where it would be.</param>
    /// <param name="size">The integer's size in bytes, 4 without a modifier; or
    /// <see cref="LongDouble"/>.</param>
    /// <returns>The byte after it.</returns>
    public static byte* Read(byte* format, int* size)
    {
        switch (*format)
        {
            case (byte)'h':
                bool twice = format[1] == 'h';
                *size = twice ? sizeof(sbyte) : sizeof(short);
                return twice ? format + 2 : format + 1;
            case (byte)'l':
                *size = sizeof(long);
                return format[1] == 'l' ? format + 2 : format + 1;
            case (byte)'q':
            case (byte)'j':
            case (byte)'z':
            case (byte)'t':
                *size = sizeof(long);
                return format + 1;
            case (byte)'L':
                *size = LongDouble;
                return format + 1;
            default:
                *size = sizeof(int);
                return format;
        }
    }
}
