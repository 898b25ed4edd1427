using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>What Ensō does not have: other processes, and files until there is a file system. Each call fails with the
/// error that its manual page gives for a system without the feature; LIMITS.md lists them.</summary>
internal static unsafe class UnsupportedSymbols
{
    [RuntimeExport("fork")]
    private static int Fork() => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("vfork")]
    private static int VFork() => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("execv")]
    private static int Execute(byte* path, byte** arguments) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("execve")]
    private static int ExecuteWith(byte* path, byte** arguments, byte** environment) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("waitpid")]
    private static int WaitProcess(int process, int* status, int options) => Errno.Fail(10); // ECHILD

    [RuntimeExport("__fxstat64")]
    private static int StatusOf(int version, int file, void* status) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("fstat64")]
    private static int StatusOfFile(int file, void* status) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("__xstat64")]
    private static int StatusAt(int version, byte* path, void* status) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("stat64")]
    private static int StatusAtPath(byte* path, void* status) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("__lxstat64")]
    private static int StatusOfLink(int version, byte* path, void* status) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("lstat64")]
    private static int StatusOfLinkAt(byte* path, void* status) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("statfs64")]
    private static int FileSystemStatus(byte* path, void* status) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("fopen64")]
    private static void* OpenStream(byte* path, byte* mode)
    {
        Errno.Fail(Errno.ENOENT);
        return null;
    }

    [RuntimeExport("fopen")]
    private static void* OpenStreamAlias(byte* path, byte* mode) => OpenStream(path, mode);

    [RuntimeExport("fclose")]
    private static int CloseStream(void* stream) => 0;

    /// <summary>Streams are not buffered.</summary>
    [RuntimeExport("fflush")]
    private static int FlushStream(void* stream) => 0;

    [RuntimeExport("__getdelim")]
    private static long GetDelimited(byte** line, ulong* capacity, int delimiter, void* stream)
        => Errno.Fail(Errno.EBADF);

    [RuntimeExport("opendir")]
    private static void* OpenDirectory(byte* path)
    {
        Errno.Fail(Errno.ENOENT);
        return null;
    }

    [RuntimeExport("readdir64")]
    private static void* ReadDirectory(void* directory) => null;

    [RuntimeExport("closedir")]
    private static int CloseDirectory(void* directory) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("unlink")]
    private static int Unlink(byte* path) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("access")]
    private static int Access(byte* path, int mode) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("readlink")]
    private static long ReadLink(byte* path, byte* buffer, ulong size) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("realpath")]
    private static byte* RealPath(byte* path, byte* resolved)
    {
        Errno.Fail(Errno.ENOENT);
        return null;
    }

    [RuntimeExport("flock")]
    private static int LockFile(int file, int operation) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("pread64")]
    private static long ReadAt(int file, byte* buffer, ulong count, long offset) => Errno.Fail(Errno.ESPIPE);

    [RuntimeExport("pwrite64")]
    private static long WriteAt(int file, byte* buffer, ulong count, long offset) => Errno.Fail(Errno.ESPIPE);

    [RuntimeExport("dup2")]
    private static int DuplicateTo(int from, int to) => Errno.Fail(Errno.ENOSYS);

    /// <summary>The terminal's settings cannot be changed: it is always in the state that .NET wants, bytes as
    /// they come.</summary>
    [RuntimeExport("tcgetattr")]
    private static int GetTerminal(int file, void* settings) => Errno.Fail(Errno.ENOTTY);

    [RuntimeExport("tcsetattr")]
    private static int SetTerminal(int file, int actions, void* settings) => Errno.Fail(Errno.ENOTTY);

    [RuntimeExport("ioctl")]
    private static int DeviceControl(int file, ulong request, ushort* argument)
    {
        const ulong getWindowSize = 0x5413;
        if (request == getWindowSize && Console.Screen.Columns != 0
            && Descriptors.KindOf(file) is DescriptorKind.ConsoleInput or DescriptorKind.ConsoleOutput
                or DescriptorKind.ConsoleError)
        {
            argument[0] = (ushort)Console.Screen.Rows;
            argument[1] = (ushort)Console.Screen.Columns;
            argument[2] = 0;
            argument[3] = 0;
            return 0;
        }
        return Errno.Fail(Errno.ENOTTY);
    }

    [RuntimeExport("getpwuid_r")]
    private static int GetUserEntry(uint user, void* entry, byte* buffer, ulong size, void** result)
    {
        *result = null;
        return 0;
    }

    [RuntimeExport("gai_strerror")]
    private static byte* ResolverError(int error) => Pointers.Of("name resolution is not supported\0"u8);

    [RuntimeExport("dlopen")]
    private static void* OpenLibrary(byte* path, int flags) => null;

    [RuntimeExport("dlsym")]
    private static void* FindSymbol(void* library, byte* name) => null;

    [RuntimeExport("dlclose")]
    private static int CloseLibrary(void* library) => 0;

    [RuntimeExport("dlerror")]
    private static byte* LibraryError() => Pointers.Of("shared libraries cannot be loaded: there is one image\0"u8);
}
