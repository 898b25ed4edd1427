using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;

namespace Enso.Machine.Runtime.Text;

/// <summary>The functions that glibc's headers call where the compiler knows how large the destination is
/// (<c>_FORTIFY_SOURCE</c>; Linux Standard Base 5.0, core, 13.5). They do what their plain kin do, and what would write
/// past the destination stops the kernel. The <c>flag</c> asks for stricter formats, which Ensō's <c>printf</c> is
/// anyway: <c>%n</c> stores nothing.</summary>
internal static unsafe class FortifiedSymbols
{
    private const long DescriptorsInSet = 1024; // FD_SETSIZE
    private const long BitsPerWord = 64;

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "vsnprintf")]
    private static extern int Format(byte* buffer, ulong size, byte* format, VariableArguments* arguments);

    [RuntimeExport("__memcpy_chk")]
    private static void* Copy(void* destination, void* source, ulong count, ulong room)
    {
        Require(count <= room);
        return Instructions.Copy(destination, source, count);
    }

    [RuntimeExport("__memmove_chk")]
    private static void* Move(void* destination, void* source, ulong count, ulong room)
        => Copy(destination, source, count, room);

    [RuntimeExport("__memset_chk")]
    private static void* Fill(void* destination, int value, ulong count, ulong room)
    {
        Require(count <= room);
        return Instructions.Fill(destination, value, count);
    }

    [RuntimeExport("__strcpy_chk")]
    private static byte* CopyString(byte* destination, byte* source, ulong room)
    {
        Copy(destination, source, StringFunctions.Length(source) + 1, room);
        return destination;
    }

    [RuntimeExport("__strcat_chk")]
    private static byte* AppendString(byte* destination, byte* source, ulong room)
    {
        ulong length = StringFunctions.BoundedLength(destination, room);
        Copy(destination + length, source, StringFunctions.Length(source) + 1, room - length);
        return destination;
    }

    [RuntimeExport("__vsnprintf_chk")]
    [Partial(Formatter.Missing)]
    private static int FormatBounded(
        byte* buffer, ulong size, int flag, ulong room, byte* format, VariableArguments* arguments)
    {
        Require(size <= room);
        return Format(buffer, size, format, arguments);
    }

    [RuntimeExport("__vsprintf_chk")]
    [Partial(Formatter.Missing)]
    private static int FormatUnbounded(
        byte* buffer, int flag, ulong room, byte* format, VariableArguments* arguments)
    {
        // An unknown size is the largest number; a count of bytes is an int.
        ulong size = room < int.MaxValue ? room : int.MaxValue;
        int length = Format(buffer, size, format, arguments);
        Require(length < 0 || (ulong)length < size);
        return length;
    }

    [RuntimeExport("__vfprintf_chk")]
    [Partial(Formatter.Missing)]
    private static int PrintToStream(int* stream, int flag, byte* format, VariableArguments* arguments)
        => StreamPrinting.PrintToStream(stream, format, arguments);

    /// <summary>The word of an <c>fd_set</c> that has a descriptor's bit.</summary>
    [RuntimeExport("__fdelt_chk")]
    private static long SetWord(long descriptor)
    {
        Require(descriptor is >= 0 and < DescriptorsInSet);
        return descriptor / BitsPerWord;
    }

    private static void Require(bool fits)
    {
        if (!fits)
        {
            Panic.Halt($"a C function was about to write past the end of a buffer");
        }
    }
}
