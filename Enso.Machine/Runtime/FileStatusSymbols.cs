using System.Runtime;
using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Memory;
using Enso.Machine.Runtime.Text;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>What the file system says of paths and descriptors (POSIX.1-2017 sys/stat.h, unistd.h; Linux statfs(2)).
/// </summary>
internal static unsafe class FileStatusSymbols
{
    private const uint Directory = 0x4000;
    private const uint CharacterDevice = 0x2000;
    private const uint RegularFile = 0x8000;
    private const uint Fifo = 0x1000;
    private const uint EveryoneReads = 0x124;
    private const uint EveryoneWrites = 0x92;
    private const uint EveryoneSearches = 0x49;

#pragma warning disable CS0649 // What is always zero here: owners, sizes, blocks.
    /// <summary><c>struct stat</c> of x86-64 Linux, 144 bytes.</summary>
    private struct Status
    {
        public ulong Device;
        public ulong Node;
        public ulong Links;
        public uint Mode;
        public uint User;
        public uint Group;
        public uint Padding;
        public ulong RawDevice;
        public long Size;
        public long BlockSize;
        public long Blocks;
        public TimeSymbols.TimeSpec Accessed;
        public TimeSymbols.TimeSpec Modified;
        public TimeSymbols.TimeSpec Changed;
        public fixed ulong Reserved[3];
    }

    /// <summary><c>struct statfs</c> of x86-64 Linux, 120 bytes.</summary>
    private struct FileSystem
    {
        public long Type;
        public long BlockSize;
        public fixed long Blocks[5];
        public long Identity;
        public long LongestName;
        public long FragmentSize;
        public long Flags;
        public fixed long Reserved[4];
    }
#pragma warning restore CS0649

    [RuntimeExport("stat64")]
    private static int StatusAt(byte* path, Status* status)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        error = error == 0 && status == null ? Errno.EFAULT : error;
        if (error != 0)
        {
            return Errno.Fail(error);
        }
        Fill(status, node);
        return 0;
    }

    /// <summary>There are no symbolic links.</summary>
    [RuntimeExport("lstat64")]
    private static int StatusOfLink(byte* path, Status* status) => StatusAt(path, status);

    [RuntimeExport("fstat64")]
    private static int StatusOf(int file, Status* status)
    {
        DescriptorKind kind = Descriptors.KindOf(file);
        if (kind == DescriptorKind.None || status == null)
        {
            return Errno.Fail(kind == DescriptorKind.None ? Errno.EBADF : Errno.EFAULT);
        }
        Fill(status, NodeOf(kind));
        return 0;
    }

    [RuntimeExport("__xstat64")]
    private static int VersionedStatusAt(int version, byte* path, Status* status)
        => IsVersion(version) ? StatusAt(path, status) : Errno.Fail(Errno.EINVAL);

    [RuntimeExport("__lxstat64")]
    private static int VersionedStatusOfLink(int version, byte* path, Status* status)
        => IsVersion(version) ? StatusAt(path, status) : Errno.Fail(Errno.EINVAL);

    [RuntimeExport("__fxstat64")]
    private static int VersionedStatusOf(int version, int file, Status* status)
        => IsVersion(version) ? StatusOf(file, status) : Errno.Fail(Errno.EINVAL);

    /// <summary>On x86-64 the kernel's structure (0) and the library's (1) are the same.</summary>
    private static bool IsVersion(int version) => version is 0 or 1;

    /// <summary>The node that a descriptor was opened at; None for a pipe, and for output that is taken apart like one.</summary>
    private static FileNode NodeOf(DescriptorKind kind) => kind switch
    {
        DescriptorKind.Null => FileNode.Null,
        DescriptorKind.Zero => FileNode.Zero,
        DescriptorKind.Random => FileNode.UrgentRandom,
        DescriptorKind.TerminalDescription => FileNode.TerminalDescription,
        DescriptorKind.Terminal => FileNode.Console,
        _ => FileNode.None,
    };

    private static void Fill(Status* status, FileNode node)
    {
        *status = default;
        bool directory = FileTree.IsDirectory(node);
        status->Device = 1;
        status->Node = (ulong)node;
        status->Links = directory ? 2u : 1u;
        status->Mode = directory ? Directory | EveryoneReads | EveryoneSearches
            : node == FileNode.TerminalDescription ? RegularFile | EveryoneReads
            : (node == FileNode.None ? Fifo : CharacterDevice) | EveryoneReads | EveryoneWrites;
        status->Size = node == FileNode.TerminalDescription ? (long)TerminalDescription.Length() : 0;
        status->Blocks = (status->Size + 511) / 512;
        status->RawDevice = DeviceNumber(node);
        status->BlockSize = (long)PageTables.PageSize;
        status->Accessed.Set(Clock.WallClockStart);
        status->Modified = status->Accessed;
        status->Changed = status->Accessed;
    }

    /// <summary>Linux's numbers, major and minor (Documentation/admin-guide/devices.txt).</summary>
    private static ulong DeviceNumber(FileNode node) => node switch
    {
        FileNode.Null => 0x103,
        FileNode.Zero => 0x105,
        FileNode.Random => 0x108,
        FileNode.UrgentRandom => 0x109,
        FileNode.Terminal => 0x500,
        FileNode.Console => 0x501,
        _ => 0,
    };

    [RuntimeExport("statfs64")]
    private static int FileSystemAt(byte* path, FileSystem* system)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        error = error == 0 && system == null ? Errno.EFAULT : error;
        if (error != 0)
        {
            return Errno.Fail(error);
        }
        Fill(system, false);
        return 0;
    }

    [RuntimeExport("fstatfs64")]
    private static int FileSystemOf(int file, FileSystem* system)
    {
        DescriptorKind kind = Descriptors.KindOf(file);
        if (kind == DescriptorKind.None || system == null)
        {
            return Errno.Fail(kind == DescriptorKind.None ? Errno.EBADF : Errno.EFAULT);
        }
        Fill(system, kind is DescriptorKind.PipeReader or DescriptorKind.PipeWriter);
        return 0;
    }

    /// <summary>As Linux says it of a RAM file system, which has no blocks to count, and of pipes.</summary>
    private static void Fill(FileSystem* system, bool pipe)
    {
        const long ramFileSystem = 0x858458F6;
        const long pipeFileSystem = 0x50495045;
        const long valid = 0x20;
        const long readOnly = 1;
        *system = default;
        system->Type = pipe ? pipeFileSystem : ramFileSystem;
        system->BlockSize = (long)PageTables.PageSize;
        system->FragmentSize = (long)PageTables.PageSize;
        system->LongestName = FileTree.LongestName;
        system->Flags = pipe ? valid : valid | readOnly;
    }

    [RuntimeExport("access")]
    private static int Access(byte* path, int mode)
    {
        const int execute = 1;
        const int write = 2;
        const int all = 7;
        if ((mode & ~all) != 0)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        FileNode node;
        int error = FileTree.Find(path, &node);
        if (error == 0 && (mode & write) != 0
            && (FileTree.IsDirectory(node) || node == FileNode.TerminalDescription))
        {
            error = Errno.EROFS;
        }
        if (error == 0 && (mode & execute) != 0 && !FileTree.IsDirectory(node))
        {
            error = Errno.EACCES;
        }
        return Errno.Result(error);
    }

    /// <summary>There are no symbolic links: EINVAL for whatever exists.</summary>
    [RuntimeExport("readlink")]
    private static long ReadLink(byte* path, byte* buffer, ulong size)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        return Errno.Fail(error == 0 ? Errno.EINVAL : error);
    }

    [RuntimeExport("realpath")]
    private static byte* RealPath(byte* path, byte* resolved)
    {
        if (path != null && IsImage(path))
        {
            return resolved == null
                ? StringFunctions.Duplicate(ImageLayout.Path())
                : StringFunctions.Copy(resolved, ImageLayout.Path());
        }
        FileNode node;
        int error = FileTree.Find(path, &node);
        error = path == null ? Errno.EINVAL : error;
        if (error != 0)
        {
            return (byte*)Errno.FailNull(error);
        }
        byte* real = FileTree.PathOf(node);
        return resolved == null ? StringFunctions.Duplicate(real) : StringFunctions.Copy(resolved, real);
    }

    /// <summary>Whether a path means the image, which is no file, and yet what .NET takes for the program's: by its name
    /// (AT_EXECFN), or as whatever runs.</summary>
    private static bool IsImage(byte* path)
        => StringFunctions.Compare(path, ImageLayout.Path()) == 0
            || StringFunctions.Compare(path, Pointers.Of("/proc/self/exe\0"u8)) == 0;

    [RuntimeExport("pathconf")]
    private static long PathConfiguration(byte* path, int name)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        if (error != 0)
        {
            return Errno.Fail(error);
        }
        switch (name)
        {
            case 0: // _PC_LINK_MAX
            case 6: // _PC_CHOWN_RESTRICTED
            case 7: // _PC_NO_TRUNC
                return 1;
            case 3: // _PC_NAME_MAX
                return FileTree.LongestName;
            case 4: // _PC_PATH_MAX
                return FileTree.LongestPath;
            default:
                return Errno.Fail(Errno.EINVAL);
        }
    }
}
