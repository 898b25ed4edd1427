using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Runtime;

/// <summary>Second names of functions: those without <c>64</c>, whose structures are the same on x86-64, and those
/// that C libraries' headers put in place of standard ones.</summary>
internal static unsafe class AliasSymbols
{
    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;

    [MethodImpl(Direct), RuntimeImport("*", "stat64")]
    private static extern int StatusAtPath(byte* path, void* status);

    [MethodImpl(Direct), RuntimeImport("*", "lstat64")]
    private static extern int StatusOfLink(byte* path, void* status);

    [MethodImpl(Direct), RuntimeImport("*", "fstat64")]
    private static extern int StatusOfFile(int file, void* status);

    [MethodImpl(Direct), RuntimeImport("*", "readdir64")]
    private static extern void* ReadDirectory(void* directory);

    [MethodImpl(Direct), RuntimeImport("*", "strtol")]
    private static extern long ParseLong(byte* text, byte** end, int radix);

    [MethodImpl(Direct), RuntimeImport("*", "strtoul")]
    private static extern ulong ParseUnsigned(byte* text, byte** end, int radix);

    [MethodImpl(Direct), RuntimeImport("*", "accept4")]
    private static extern int AcceptWith(int file, void* address, uint* length, int flags);

    [MethodImpl(Direct), RuntimeImport("*", "sendfile64")]
    private static extern long SendFile(int to, int from, long* offset, ulong count);

    [RuntimeExport("stat")]
    private static int Status(byte* path, void* status) => StatusAtPath(path, status);

    [RuntimeExport("fstat")]
    private static int StatusOf(int file, void* status) => StatusOfFile(file, status);

    [RuntimeExport("lstat")]
    private static int LinkStatus(byte* path, void* status) => StatusOfLink(path, status);

    [RuntimeExport("readdir")]
    private static void* ReadEntry(void* directory) => ReadDirectory(directory);

    [RuntimeExport("accept")]
    [Unsupported(nameof(Errno.ENOTSOCK), "no descriptor is a socket")]
    private static int Accept(int file, void* address, uint* length) => AcceptWith(file, address, length, 0);

    [RuntimeExport("sendfile")]
    [Unsupported(nameof(Errno.EINVAL), "no descriptor can be read as memory is")]
    private static long Send(int to, int from, long* offset, ulong count) => SendFile(to, from, offset, count);

    /// <summary>There is one user, so no program runs with another's rights.</summary>
    [RuntimeExport("secure_getenv")]
    private static byte* SecureVariable(byte* name) => EnvironmentBlock.Find(name);

    /// <summary>The <c>strtol</c> that glibc's headers choose since 2.38.</summary>
    [RuntimeExport("__isoc23_strtol")]
    [Partial("does not read binary numbers such as 0b101")]
    private static long ParseLongC23(byte* text, byte** end, int radix) => ParseLong(text, end, radix);

    /// <summary>As <c>__isoc23_strtol</c>.</summary>
    [RuntimeExport("__isoc23_strtoul")]
    [Partial("does not read binary numbers such as 0b101")]
    private static ulong ParseUnsignedC23(byte* text, byte** end, int radix) => ParseUnsigned(text, end, radix);
}
