using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Cpu;

namespace Enso.Machine.Runtime;

/// <summary>The one file that is always there: what the console's terminal can do, in terminfo's compiled form
/// (term(5)), as .NET looks for it by the variable TERM. The build makes it (<c>Enso.Build terminfo</c>).</summary>
internal static unsafe class TerminalDescription
{
    /// <summary>The environment variable that names it.</summary>
    public static ReadOnlySpan<byte> Variable => "TERM=enso\0"u8;

    /// <summary>Its size in bytes.</summary>
    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_terminfo_length")]
    public static extern ulong Length();

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_terminfo")]
    private static extern byte* Data();

    /// <summary>Copies bytes out of it; returns how many, 0 at its end.</summary>
    public static ulong Read(byte* buffer, ulong count, ulong position)
    {
        ulong length = Length();
        if (position >= length)
        {
            return 0;
        }
        ulong available = length - position;
        count = count < available ? count : available;
        Instructions.Copy(buffer, Data() + position, count);
        return count;
    }
}
