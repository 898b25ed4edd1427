using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Enso.Machine;

namespace Enso.Tests.InKernel;

/// <summary>Calls of the C symbols, as a C program would make them.</summary>
internal static unsafe class CLibrary
{
    /// <summary>Where the symbols are: in the image.</summary>
    public const string Image = "enso";

    /// <summary>A descriptor that is never open.</summary>
    public const int NotOpen = 255;

    /// <summary>A C string.</summary>
    public static byte* Text(ReadOnlySpan<byte> literal) => Pointers.Of(literal);

    /// <summary>Opens a device.</summary>
    [DllImport(Image, EntryPoint = "open64", SetLastError = true)]
    public static extern int Open(byte* path, int flags, int mode);

    /// <summary>Closes a descriptor.</summary>
    [DllImport(Image, EntryPoint = "close", SetLastError = true)]
    public static extern int Close(int file);

    /// <summary>Makes a pipe.</summary>
    [DllImport(Image, EntryPoint = "pipe2", SetLastError = true)]
    public static extern int Pipe(int* files, int flags);

    /// <summary>Reads from a descriptor.</summary>
    [DllImport(Image, EntryPoint = "read", SetLastError = true)]
    public static extern long Read(int file, byte* buffer, ulong count);

    /// <summary>Writes to a descriptor.</summary>
    [DllImport(Image, EntryPoint = "write", SetLastError = true)]
    public static extern long Write(int file, byte* buffer, ulong count);

    /// <summary>Gives memory back.</summary>
    [DllImport(Image, EntryPoint = "free")]
    public static extern void Free(void* block);

    /// <summary>Passes when the call that was the last argument returned -1 and set <c>errno</c>.</summary>
    public static void Fails(int error, long result,
        [CallerArgumentExpression(nameof(result))] string text = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        int actual = Marshal.GetLastPInvokeError();
        string difference = $"gave {result}, errno {actual}, expected {error}";
        Check.That(result == -1 && actual == error, difference, text, file, line);
    }

    /// <summary>Passes when the call that was the last argument returned null and set <c>errno</c>.</summary>
    public static void FailsNull(int error, void* result,
        [CallerArgumentExpression(nameof(result))] string text = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        int actual = Marshal.GetLastPInvokeError();
        Check.That(result == null && actual == error, $"errno {actual}, expected {error}", text, file, line);
    }
}
