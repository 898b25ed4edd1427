using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Runtime.Text;

/// <summary>The C functions that the text functions call: memory for <c>strdup</c> and <c>asprintf</c>, the
/// thread's <c>errno</c>, and the write that every stream ends in.</summary>
internal static unsafe class TextImports
{
    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;

    /// <summary>Invalid argument.</summary>
    public const int InvalidArgument = 22;

    /// <summary>Numerical result out of range.</summary>
    public const int OutOfRange = 34;

    /// <summary>Allocates memory; null when there is none.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "malloc")]
    public static extern void* Allocate(ulong count);

    /// <summary>Gives memory back.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "free")]
    public static extern void Free(void* block);

    /// <summary>Where the calling thread keeps <c>errno</c>.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "__errno_location")]
    public static extern int* ErrorNumber();

    /// <summary>Writes to a file descriptor; returns the number of bytes written, or -1.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "write")]
    public static extern long Write(int descriptor, byte* buffer, long count);
}
