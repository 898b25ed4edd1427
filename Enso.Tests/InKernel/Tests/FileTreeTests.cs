using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Enso.Machine.Runtime;
using static Enso.Tests.InKernel.CLibrary;

namespace Enso.Tests.InKernel.Tests;

/// <summary>The tree of the root, <c>/dev</c> and its devices, as C programs and .NET see it.</summary>
internal static unsafe class FileTreeTests
{
    private const uint TypeMask = 0xF000;
    private const uint DirectoryType = 0x4000;
    private const uint DeviceType = 0x2000;
    private const uint PipeType = 0x1000;

    private static readonly string[] s_devices =
        ["/dev/console", "/dev/null", "/dev/random", "/dev/tty", "/dev/urandom", "/dev/zero"];

    [KernelTest]
    internal static void Directories_list_what_is_in_them()
    {
        Check.Equal("/dev /usr", string.Join(' ', Directory.GetDirectories("/")));
        Check.Equal(0, Directory.GetFiles("/").Length);
        Check.Equal(string.Join(' ', s_devices), string.Join(' ', Directory.GetFiles("/dev").Order()));
        Check.Equal("/usr/share/terminfo/e/enso",
            string.Join(' ', Directory.GetFiles("/usr", "*", SearchOption.AllDirectories)));
        Check.That(File.Exists("/dev/null") && Directory.Exists("/dev") && !Path.Exists("/etc"));
    }

    [KernelTest]
    internal static void A_directory_is_read_entry_by_entry()
    {
        void* directory = OpenDirectory(Text("/dev\0"u8));
        byte* entry = stackalloc byte[280];
        void* result;
        List<string> names = [];
        while (ReadDirectory(directory, entry, &result) == 0 && result != null)
        {
            names.Add(Marshal.PtrToStringUTF8((IntPtr)(entry + 19))!);
        }
        Check.Equal(". .. null zero random urandom tty console", string.Join(' ', names));
        Check.Equal(0, CloseDirectory(directory));
        FailsNull(Errno.ENOTDIR, OpenDirectory(Text("/dev/null\0"u8)));
        FailsNull(Errno.ENOENT, OpenDirectory(Text("/etc\0"u8)));
        Fails(Errno.EBADF, CloseDirectory(null));
    }

    [KernelTest]
    internal static void Relative_paths_start_at_the_current_directory()
    {
        try
        {
            Directory.SetCurrentDirectory("/dev");
            Check.Equal("/dev", Directory.GetCurrentDirectory());
            Check.That(File.Exists("null") && File.Exists("../dev/./zero") && !File.Exists("dev"));
            byte* room = stackalloc byte[8];
            Check.Equal("/dev", Marshal.PtrToStringUTF8((IntPtr)CurrentDirectory(room, 5))!);
            FailsNull(Errno.ERANGE, CurrentDirectory(room, 4));
            FailsNull(Errno.EINVAL, CurrentDirectory(room, 0));
            byte* allocated = CurrentDirectory(null, 0);
            Check.Equal("/dev", Marshal.PtrToStringUTF8((IntPtr)allocated)!);
            Free(allocated);
        }
        finally
        {
            Directory.SetCurrentDirectory("/");
        }
        Fails(Errno.ENOTDIR, ChangeDirectory(Text("/dev/null\0"u8)));
        Fails(Errno.ENOENT, ChangeDirectory(Text("/home\0"u8)));
    }

    [KernelTest]
    internal static void Status_tells_directories_devices_and_pipes_apart()
    {
        Check.Equal(DirectoryType, TypeAt(Text("/\0"u8)));
        Check.Equal(DirectoryType, TypeAt(Text("/dev/\0"u8)));
        Check.Equal(DeviceType, TypeAt(Text("/dev/zero\0"u8)));
        byte* status = stackalloc byte[144];
        Check.Equal(0, StatusAt(1, Text("/dev/zero\0"u8), status));
        Check.Equal(0x105UL, *(ulong*)(status + 40));
        Fails(Errno.ENOENT, StatusAt(1, Text("/etc/hosts\0"u8), status));
        Fails(Errno.ENOTDIR, StatusAt(1, Text("/dev/null/\0"u8), status));
        Fails(Errno.EINVAL, StatusAt(9, Text("/\0"u8), status));
        Fails(Errno.EFAULT, StatusAt(1, Text("/\0"u8), null));
        int* pipe = stackalloc int[2];
        Check.Equal(0, Pipe(pipe, 0));
        Check.Equal(0, StatusOf(1, pipe[0], status));
        Check.Equal(PipeType, *(uint*)(status + 24) & TypeMask);
        Check.Equal(0, Close(pipe[0]) | Close(pipe[1]));
        Fails(Errno.EBADF, StatusOf(1, NotOpen, status));
    }

    private static uint TypeAt(byte* path)
    {
        byte* status = stackalloc byte[144];
        Check.Equal(0, StatusAt(1, path, status));
        return *(uint*)(status + 24) & TypeMask;
    }

    [KernelTest]
    internal static void The_file_system_is_a_read_only_one()
    {
        const ulong ramFileSystem = 0x858458F6;
        ulong* system = stackalloc ulong[15];
        Check.Equal(0, FileSystemAt(Text("/dev\0"u8), system));
        Check.Equal(ramFileSystem, system[0]);
        Check.That((system[10] & 1) != 0);
        Check.Equal(0, FileSystemOf(0, system));
        Fails(Errno.EBADF, FileSystemOf(NotOpen, system));
        Check.Equal(0, Access(Text("/dev/null\0"u8), 6));
        Check.Equal(0, Access(Text("/\0"u8), 5));
        Fails(Errno.EROFS, Access(Text("/\0"u8), 2));
        Fails(Errno.EACCES, Access(Text("/dev/null\0"u8), 1));
        Fails(Errno.EINVAL, Access(Text("/\0"u8), 8));
        Check.Equal(255L, PathConfiguration(Text("/\0"u8), 3));
        Fails(Errno.EINVAL, PathConfiguration(Text("/\0"u8), 99));
        IOException refused = Check.Throws<IOException>(() => File.WriteAllText("/file", "text"));
        Check.That(refused.Message.Contains("Read-only file system", StringComparison.Ordinal), refused.Message);
        Check.Throws<DirectoryNotFoundException>(() => File.WriteAllText("/etc/hosts", "text"));
        Check.Throws<IOException>(() => Directory.CreateDirectory("/new"));
    }

    [KernelTest]
    internal static void Paths_are_resolved_and_there_are_no_links()
    {
        byte* resolved = RealPath(Text("/dev/../dev//./tty\0"u8), null);
        Check.Equal("/dev/tty", Marshal.PtrToStringUTF8((IntPtr)resolved)!);
        Free(resolved);
        FailsNull(Errno.EINVAL, RealPath(null, null));
        byte* buffer = stackalloc byte[8];
        Fails(Errno.EINVAL, ReadLink(Text("/dev\0"u8), buffer, 8));
        Fails(Errno.ENOENT, ReadLink(Text("/link\0"u8), buffer, 8));
        Check.That(new FileInfo("/dev/null").LinkTarget is null);
    }

    [KernelTest]
    internal static void Devices_are_files_to_dotnet()
    {
        byte[] bytes = new byte[64];
        using (FileStream random = File.OpenRead("/dev/urandom"))
        {
            random.ReadExactly(bytes);
        }
        Check.That(bytes.Distinct().Count() > 8);
        using (FileStream zero = File.OpenRead("/dev/zero"))
        {
            zero.ReadExactly(bytes);
        }
        Check.That(!bytes.AsSpan().ContainsAnyExcept((byte)0));
        File.WriteAllText("/dev/null", "gone");
        Check.Equal("", File.ReadAllText("/dev/null"));
        Check.Throws<UnauthorizedAccessException>(() => File.OpenRead("/dev"));
    }

    [KernelTest]
    internal static void Devices_without_a_position_take_any()
    {
        int zero = Open(Text("/dev/zero\0"u8), 2, 0);
        byte* bytes = stackalloc byte[] { 1, 2, 3, 4 };
        Check.Equal(3L, ReadAt(zero, bytes, 3, 1000));
        Check.Equal(4, bytes[3]);
        Check.Equal(0, bytes[0] | bytes[1] | bytes[2]);
        Check.Equal(4L, WriteAt(zero, bytes, 4, 1L << 40));
        ulong* vectors = stackalloc ulong[] { (ulong)bytes, 1, (ulong)(bytes + 1), 2 };
        Check.Equal(3L, ReadVectorsAt(zero, vectors, 2, 0));
        Check.Equal(3L, WriteVectorsAt(zero, vectors, 2, 0));
        Fails(Errno.EINVAL, ReadAt(zero, bytes, 1, -1));
        Fails(Errno.EINVAL, ReadVectorsAt(zero, vectors, -1, 0));
        Fails(Errno.ESPIPE, ReadAt(0, bytes, 1, 0));
        Fails(Errno.EBADF, WriteAt(NotOpen, bytes, 1, 0));
        Check.Equal(0, Advise(zero, 0, 0, 3));
        Check.Equal(Errno.EINVAL, Advise(zero, 0, 0, 9));
        Check.Equal(Errno.EBADF, Advise(NotOpen, 0, 0, 3));
        Check.Equal(0, Close(zero));
    }

    [KernelTest]
    internal static void A_descriptor_can_be_duplicated_onto_another()
    {
        int* pipe = stackalloc int[2];
        Check.Equal(0, Pipe(pipe, 0));
        int zero = Open(Text("/dev/zero\0"u8), 2, 0);
        Check.Equal(zero, DuplicateTo(pipe[0], zero));
        Check.Equal(0, Close(pipe[0]));
        byte value = 42;
        Check.Equal(1L, Write(pipe[1], &value, 1));
        value = 0;
        Check.Equal(1L, Read(zero, &value, 1));
        Check.Equal(42, value);
        Check.Equal(zero, DuplicateTo(zero, zero));
        // The last writer is closed by the descriptor that takes its place.
        Check.Equal(pipe[1], DuplicateTo(zero, pipe[1]));
        Check.Equal(0L, Read(zero, &value, 1));
        Check.Equal(0, Close(zero) | Close(pipe[1]));
        Fails(Errno.EBADF, DuplicateTo(NotOpen, 3));
        Fails(Errno.EBADF, DuplicateTo(0, 256));
    }

    [KernelTest]
    internal static void Streams_read_devices_up_to_a_delimiter()
    {
        void* zero = OpenStream(Text("/dev/zero\0"u8), Text("r\0"u8));
        byte* line = null;
        ulong capacity = 0;
        Check.Equal(1L, ReadDelimited(&line, &capacity, 0, zero));
        Check.That(capacity >= 2 && line != null);
        Check.Equal(0, CloseStream(zero));
        void* nothing = OpenStream(Text("/dev/null\0"u8), Text("r+\0"u8));
        Check.Equal(-1L, ReadDelimited(&line, &capacity, '\n', nothing));
        Check.Equal(0, CloseStream(nothing));
        Free(line);
        FailsNull(Errno.ENOENT, OpenStream(Text("/proc/cpuinfo\0"u8), Text("r\0"u8)));
        FailsNull(Errno.EROFS, OpenStream(Text("/file\0"u8), Text("w\0"u8)));
        FailsNull(Errno.EINVAL, OpenStream(Text("/dev/null\0"u8), Text("x\0"u8)));
    }

    [KernelTest]
    internal static void Dotnet_finds_a_machine_without_a_network()
    {
        Check.Equal("enso", Dns.GetHostName());
        Check.Equal("enso", Environment.MachineName);
        Check.Equal(SocketError.HostNotFound,
            Check.Throws<SocketException>(() => Dns.GetHostAddresses("example.org")).SocketErrorCode);
        Check.That(!Socket.OSSupportsIPv4 && !Socket.OSSupportsIPv6);
    }

    [KernelTest]
    internal static void The_machine_has_a_name_and_no_domain()
    {
        byte* name = stackalloc byte[8];
        Check.Equal(0, HostName(name, 5));
        Check.Equal("enso", Encoding.UTF8.GetString(name, 4));
        Fails(Errno.ENAMETOOLONG, HostName(name, 4));
        Fails(Errno.EFAULT, HostName(null, 8));
        Check.Equal(0, DomainName(name, 1));
        Check.Equal(0, name[0]);
        Fails(Errno.EINVAL, DomainName(name, 0));
    }

    [DllImport(Image, EntryPoint = "opendir", SetLastError = true)]
    private static extern void* OpenDirectory(byte* path);

    [DllImport(Image, EntryPoint = "readdir64_r")]
    private static extern int ReadDirectory(void* directory, byte* entry, void** result);

    [DllImport(Image, EntryPoint = "closedir", SetLastError = true)]
    private static extern int CloseDirectory(void* directory);

    [DllImport(Image, EntryPoint = "chdir", SetLastError = true)]
    private static extern int ChangeDirectory(byte* path);

    [DllImport(Image, EntryPoint = "getcwd", SetLastError = true)]
    private static extern byte* CurrentDirectory(byte* buffer, ulong size);

    [DllImport(Image, EntryPoint = "__xstat64", SetLastError = true)]
    private static extern int StatusAt(int version, byte* path, byte* status);

    [DllImport(Image, EntryPoint = "__fxstat64", SetLastError = true)]
    private static extern int StatusOf(int version, int file, byte* status);

    [DllImport(Image, EntryPoint = "statfs64", SetLastError = true)]
    private static extern int FileSystemAt(byte* path, ulong* system);

    [DllImport(Image, EntryPoint = "fstatfs64", SetLastError = true)]
    private static extern int FileSystemOf(int file, ulong* system);

    [DllImport(Image, EntryPoint = "access", SetLastError = true)]
    private static extern int Access(byte* path, int mode);

    [DllImport(Image, EntryPoint = "pathconf", SetLastError = true)]
    private static extern long PathConfiguration(byte* path, int name);

    [DllImport(Image, EntryPoint = "realpath", SetLastError = true)]
    private static extern byte* RealPath(byte* path, byte* resolved);

    [DllImport(Image, EntryPoint = "readlink", SetLastError = true)]
    private static extern long ReadLink(byte* path, byte* buffer, ulong size);

    [DllImport(Image, EntryPoint = "pread64", SetLastError = true)]
    private static extern long ReadAt(int file, byte* buffer, ulong count, long offset);

    [DllImport(Image, EntryPoint = "pwrite64", SetLastError = true)]
    private static extern long WriteAt(int file, byte* buffer, ulong count, long offset);

    [DllImport(Image, EntryPoint = "preadv64", SetLastError = true)]
    private static extern long ReadVectorsAt(int file, ulong* vectors, int count, long offset);

    [DllImport(Image, EntryPoint = "pwritev64", SetLastError = true)]
    private static extern long WriteVectorsAt(int file, ulong* vectors, int count, long offset);

    [DllImport(Image, EntryPoint = "posix_fadvise64")]
    private static extern int Advise(int file, long offset, long length, int advice);

    [DllImport(Image, EntryPoint = "dup2", SetLastError = true)]
    private static extern int DuplicateTo(int from, int to);

    [DllImport(Image, EntryPoint = "fopen64", SetLastError = true)]
    private static extern void* OpenStream(byte* path, byte* mode);

    [DllImport(Image, EntryPoint = "fclose", SetLastError = true)]
    private static extern int CloseStream(void* stream);

    [DllImport(Image, EntryPoint = "__getdelim", SetLastError = true)]
    private static extern long ReadDelimited(byte** line, ulong* capacity, int delimiter, void* stream);

    [DllImport(Image, EntryPoint = "gethostname", SetLastError = true)]
    private static extern int HostName(byte* name, ulong size);

    [DllImport(Image, EntryPoint = "getdomainname", SetLastError = true)]
    private static extern int DomainName(byte* name, ulong size);
}
