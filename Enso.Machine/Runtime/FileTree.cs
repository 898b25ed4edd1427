namespace Enso.Machine.Runtime;

/// <summary>The paths that exist: <c>/</c>, <c>/dev</c> and the devices in it, and the file that describes the terminal
/// with the directories above it, none of which can be removed, renamed or joined by another (POSIX.1-2017, 4.13, Pathname Resolution). To a C program that is a read-only file system.
/// </summary>
/// <remarks>SAFETY: as in C, the caller promises that a path that is not null ends in zero.</remarks>
internal static unsafe class FileTree
{
    /// <summary>The longest path in bytes, its terminator included (PATH_MAX).</summary>
    public const int LongestPath = 4096;

    /// <summary>The longest name in a path, in bytes (NAME_MAX).</summary>
    public const int LongestName = 255;

    private const FileNode Last = FileNode.TerminalDescription;

    private static FileNode s_current;

    /// <summary>Where relative paths start. A static of lower code begins as 0, which stands for the root.</summary>
    public static FileNode Current
    {
        get => s_current == FileNode.None ? FileNode.Root : s_current;
        set => s_current = value;
    }

    /// <summary>Whether a node is a directory.</summary>
    public static bool IsDirectory(FileNode node)
        => node is FileNode.Root or FileNode.Devices or (>= FileNode.User and <= FileNode.TerminalsWithE);

    /// <summary>The path of a node from the root.</summary>
    public static byte* PathOf(FileNode node) => node switch
    {
        FileNode.Root => Pointers.Of("/\0"u8),
        FileNode.Devices => Pointers.Of("/dev\0"u8),
        FileNode.Null => Pointers.Of("/dev/null\0"u8),
        FileNode.Zero => Pointers.Of("/dev/zero\0"u8),
        FileNode.Random => Pointers.Of("/dev/random\0"u8),
        FileNode.UrgentRandom => Pointers.Of("/dev/urandom\0"u8),
        FileNode.Terminal => Pointers.Of("/dev/tty\0"u8),
        FileNode.Console => Pointers.Of("/dev/console\0"u8),
        FileNode.User => Pointers.Of("/usr\0"u8),
        FileNode.Shared => Pointers.Of("/usr/share\0"u8),
        FileNode.Terminals => Pointers.Of("/usr/share/terminfo\0"u8),
        FileNode.TerminalsWithE => Pointers.Of("/usr/share/terminfo/e\0"u8),
        FileNode.TerminalDescription => Pointers.Of("/usr/share/terminfo/e/enso\0"u8),
        _ => null,
    };

    /// <summary>The node's name in its directory; empty for the root.</summary>
    public static byte* NameOf(FileNode node) => Text.StringSearch.Last(PathOf(node), '/') + 1;

    /// <summary>The directory that holds a node; the root's is the root.</summary>
    public static FileNode ParentOf(FileNode node) => node switch
    {
        FileNode.Root or FileNode.Devices or FileNode.User => FileNode.Root,
        > FileNode.User and <= FileNode.TerminalDescription => node - 1,
        _ => FileNode.Devices,
    };

    /// <summary>The entry of a directory at a position: 0 is the directory itself, 1 its parent; None after the
    /// last.</summary>
    public static FileNode EntryAt(FileNode directory, long position)
    {
        if (position is 0 or 1)
        {
            return position == 0 ? directory : ParentOf(directory);
        }
        long at = 1;
        for (FileNode node = FileNode.Root + 1; node <= Last; node++)
        {
            at += ParentOf(node) == directory ? 1 : 0;
            if (at == position)
            {
                return node;
            }
        }
        return FileNode.None;
    }

    /// <summary>Finds what a path names.</summary>
    /// <param name="path">Absolute, or relative to <see cref="Current"/>.</param>
    /// <param name="found">The node; None when there is none.</param>
    /// <returns>0; ENOENT, ENOTDIR, ENAMETOOLONG or EFAULT.</returns>
    public static int Find(byte* path, FileNode* found)
    {
        FileNode parent;
        return Walk(path, found, &parent);
    }

    /// <summary>Why nothing can be made at a path: EEXIST when it is there already, EROFS when its directory is, and
    /// otherwise as <see cref="Find"/>.</summary>
    public static int WhyNotMade(byte* path)
    {
        FileNode found;
        FileNode parent;
        int error = Walk(path, &found, &parent);
        return error == 0 ? Errno.EEXIST : parent != FileNode.None ? Errno.EROFS : error;
    }

    /// <summary>Why what a path names can be neither changed nor removed: EROFS when it is there, and otherwise as
    /// <see cref="Find"/>.</summary>
    public static int WhyNotChanged(byte* path)
    {
        FileNode found;
        int error = Find(path, &found);
        return error == 0 ? Errno.EROFS : error;
    }

    /// <summary>Finds what a path names, to open it with the flags of <c>open</c>.</summary>
    /// <returns>0, and the node is a device or a file to be read; EEXIST, EISDIR, ENOTDIR, EROFS, EACCES for a directory
    /// that is only to be read, and otherwise as <see cref="Find"/>.</returns>
    public static int FindToOpen(byte* path, int flags, FileNode* found)
    {
        const int access = 3;
        const int create = 0x40;
        const int exclusive = 0x80;
        const int truncate = 0x200;
        const int directory = 0x10000;
        bool creates = (flags & create) != 0;
        FileNode parent;
        int error = Walk(path, found, &parent);
        if (error != 0)
        {
            return creates && parent != FileNode.None ? Errno.EROFS : error;
        }
        if (creates && (flags & exclusive) != 0)
        {
            return Errno.EEXIST;
        }
        if (!IsDirectory(*found))
        {
            return (flags & directory) != 0 ? Errno.ENOTDIR
                : *found == FileNode.TerminalDescription && (flags & (access | truncate)) != 0 ? Errno.EROFS
                : 0;
        }
        return creates || (flags & access) != 0 ? Errno.EISDIR : Errno.EACCES;
    }

    /// <summary>Follows a path. <paramref name="parent"/> is set to a directory when only the path's last name is
    /// missing in it.</summary>
    private static int Walk(byte* path, FileNode* found, FileNode* parent)
    {
        *found = FileNode.None;
        *parent = FileNode.None;
        if (path == null)
        {
            return Errno.EFAULT;
        }
        if (*path == 0)
        {
            return Errno.ENOENT;
        }
        if (Text.StringFunctions.BoundedLength(path, LongestPath) == LongestPath)
        {
            return Errno.ENAMETOOLONG;
        }
        FileNode at = *path == '/' ? FileNode.Root : Current;
        while (*path != 0)
        {
            if (!IsDirectory(at))
            {
                return Errno.ENOTDIR;
            }
            byte* name = AfterSlashes(path);
            ulong length = Text.StringSearch.SpanOutside(name, Pointers.Of("/\0"u8));
            if (length > LongestName)
            {
                return Errno.ENAMETOOLONG;
            }
            path = name + length;
            FileNode next = length == 0 ? at : Child(at, name, length);
            if (next == FileNode.None)
            {
                *parent = *AfterSlashes(path) == 0 ? at : FileNode.None;
                return Errno.ENOENT;
            }
            at = next;
        }
        *found = at;
        return 0;
    }

    private static byte* AfterSlashes(byte* path)
    {
        while (*path == '/')
        {
            path++;
        }
        return path;
    }

    private static FileNode Child(FileNode directory, byte* name, ulong length)
    {
        if (Matches(name, length, Pointers.Of(".\0"u8)))
        {
            return directory;
        }
        if (Matches(name, length, Pointers.Of("..\0"u8)))
        {
            return ParentOf(directory);
        }
        for (long position = 2; ; position++)
        {
            FileNode entry = EntryAt(directory, position);
            if (entry == FileNode.None || Matches(name, length, NameOf(entry)))
            {
                return entry;
            }
        }
    }

    private static bool Matches(byte* name, ulong length, byte* wanted)
        => Text.StringFunctions.CompareBounded(name, wanted, length) == 0 && wanted[length] == 0;
}
