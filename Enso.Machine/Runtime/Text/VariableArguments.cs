using System.Runtime.InteropServices;

namespace Enso.Machine.Runtime.Text;

/// <summary>The <c>va_list</c> of the System V AMD64 ABI (section 3.5.7): what is left of a variadic call's
/// arguments. Reading one moves on to the next, for the caller's list too, as in C.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VariableArguments
{
    /// <summary>Bytes that the six integer registers take at the start of the save area.</summary>
    public const uint GeneralEnd = 6 * sizeof(ulong);

    /// <summary>Bytes of the whole save area: the eight vector registers follow, 16 bytes each.</summary>
    public const uint FloatingEnd = GeneralEnd + (8 * 16);

    /// <summary>Where in the save area the next integer is; <see cref="GeneralEnd"/> when none is left there.
    /// </summary>
    public uint GeneralOffset;

    /// <summary>Where in the save area the next double is; <see cref="FloatingEnd"/> when none is left there.
    /// </summary>
    public uint FloatingOffset;

    /// <summary>The next argument that the caller passed on the stack.</summary>
    public byte* OverflowArea;

    /// <summary>The registers as they were on entry.</summary>
    public byte* RegisterSaveArea;

    /// <summary>The next integer or pointer; one of less than 64 bits is in the low ones, the rest is
    /// undefined. </summary>
    public ulong NextInteger()
    {
        // SAFETY: the offsets stay within the save area, and the format vouches for what is on the stack.
        if (GeneralOffset < GeneralEnd)
        {
            ulong value = *(ulong*)(RegisterSaveArea + GeneralOffset);
            GeneralOffset += sizeof(ulong);
            return value;
        }
        return NextOnStack();
    }

    /// <summary>The next double.</summary>
    public double NextDouble()
    {
        // SAFETY: as above.
        if (FloatingOffset < FloatingEnd)
        {
            double value = *(double*)(RegisterSaveArea + FloatingOffset);
            FloatingOffset += 16;
            return value;
        }
        return BitConverter.UInt64BitsToDouble(NextOnStack());
    }

    /// <summary>The next pointer.</summary>
    public byte* NextPointer() => (byte*)NextInteger();

    /// <summary>Passes over a <c>long double</c>, which is always on the stack and aligned to 16
    /// bytes.</summary>
    public void SkipLongDouble()
        => OverflowArea = (byte*)(((ulong)OverflowArea + 15) & ~15UL) + 16;

    private ulong NextOnStack()
    {
        ulong value = *(ulong*)OverflowArea;
        OverflowArea += sizeof(ulong);
        return value;
    }
}
