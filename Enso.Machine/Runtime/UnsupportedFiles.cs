using System.Runtime;
using Enso.Machine.Runtime.Text;

namespace Enso.Machine.Runtime;

/// <summary>Calls that change files or the tree of directories, which is read-only (<see cref="FileTree"/>).</summary>
internal static unsafe class UnsupportedFiles
{
    private const string ReadOnly = "the file system is read-only";
    private const int TemplateLetters = 6;

    [RuntimeExport("mkdir")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int MakeDirectory(byte* path, uint mode) => Errno.Fail(FileTree.WhyNotMade(path));

    [RuntimeExport("mkfifo")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int MakePipe(byte* path, uint mode) => Errno.Fail(FileTree.WhyNotMade(path));

    [RuntimeExport("__xmknod")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int MakeNode(int version, byte* path, uint mode, ulong* device)
        => Errno.Fail(version == 0 ? FileTree.WhyNotMade(path) : Errno.EINVAL);

    [RuntimeExport("symlink")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int MakeSymbolicLink(byte* target, byte* path)
        => Errno.Fail(target == null ? Errno.EFAULT : *target == 0 ? Errno.ENOENT : FileTree.WhyNotMade(path));

    [RuntimeExport("link")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int MakeLink(byte* from, byte* to)
    {
        FileNode node;
        int error = FileTree.Find(from, &node);
        return Errno.Fail(error == 0 ? FileTree.WhyNotMade(to) : error);
    }

    [RuntimeExport("rename")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int Rename(byte* from, byte* to)
    {
        FileNode node;
        int error = FileTree.Find(from, &node);
        if (error == 0)
        {
            error = FileTree.WhyNotMade(to);
            error = error == Errno.EEXIST ? Errno.EROFS : error;
        }
        return Errno.Fail(error);
    }

    [RuntimeExport("unlink")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int Remove(byte* path)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        return Errno.Fail(error != 0 ? error : FileTree.IsDirectory(node) ? Errno.EISDIR : Errno.EROFS);
    }

    [RuntimeExport("rmdir")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int RemoveDirectory(byte* path)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        return Errno.Fail(error != 0 ? error : FileTree.IsDirectory(node) ? Errno.EROFS : Errno.ENOTDIR);
    }

    [RuntimeExport("mkdtemp")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static void* MakeTemporaryDirectory(byte* template)
        => Errno.FailNull(IsTemplate(template, 0) ? FileTree.WhyNotMade(template) : Errno.EINVAL);

    [RuntimeExport("mkstemps64")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int MakeTemporaryFile(byte* template, int suffix)
        => Errno.Fail(IsTemplate(template, suffix) ? FileTree.WhyNotMade(template) : Errno.EINVAL);

    /// <summary>Whether a name has six letters X before a suffix.</summary>
    private static bool IsTemplate(byte* template, int suffix)
    {
        if (template == null || suffix < 0)
        {
            return false;
        }
        ulong length = StringFunctions.Length(template);
        if (length < (ulong)suffix + TemplateLetters)
        {
            return false;
        }
        byte* letters = template + length - suffix - TemplateLetters;
        return StringFunctions.CompareBounded(letters, Pointers.Of("XXXXXX\0"u8), TemplateLetters) == 0;
    }

    [RuntimeExport("chmod")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int ChangeMode(byte* path, uint mode) => Errno.Fail(FileTree.WhyNotChanged(path));

    [RuntimeExport("fchmod")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int ChangeModeOf(int file, uint mode) => Errno.FailOn(file, Errno.EROFS);

    [RuntimeExport("futimens")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int SetTimesOf(int file, void* times) => Errno.FailOn(file, Errno.EROFS);

    [RuntimeExport("utimensat")]
    [Unsupported(nameof(Errno.EROFS), ReadOnly)]
    private static int SetTimes(int directory, byte* path, void* times, int flags)
    {
        const int current = -100; // AT_FDCWD
        const int noFollow = 0x100; // AT_SYMLINK_NOFOLLOW
        if ((flags & ~noFollow) != 0)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        if (path != null && *path != '/' && directory != current)
        {
            return Errno.FailOn(directory, Errno.ENOTDIR);
        }
        return Errno.Fail(FileTree.WhyNotChanged(path));
    }

    [RuntimeExport("ftruncate64")]
    [Unsupported(nameof(Errno.EINVAL), "no descriptor is a regular file")]
    private static int Truncate(int file, long length) => Errno.FailOn(file, Errno.EINVAL);

    [RuntimeExport("fallocate64")]
    [Unsupported(nameof(Errno.ENODEV), "no descriptor is a regular file; ESPIPE for a pipe")]
    private static int AllocateSpace(int file, int mode, long offset, long length)
        => offset < 0 || length <= 0 ? Errno.FailOn(file, Errno.EINVAL)
            : Descriptors.KindOf(file) is DescriptorKind.PipeReader or DescriptorKind.PipeWriter
                ? Errno.Fail(Errno.ESPIPE)
                : Errno.FailOn(file, Errno.ENODEV);

    [RuntimeExport("fsync")]
    [Unsupported(nameof(Errno.EINVAL), "neither devices nor pipes keep anything back that could be synchronised")]
    private static int Synchronise(int file) => Errno.FailOn(file, Errno.EINVAL);

    /// <summary>Writes what file systems keep back, and none of them does.</summary>
    [RuntimeExport("sync")]
    private static void SynchroniseAll()
    {
    }

    [RuntimeExport("sendfile64")]
    [Unsupported(nameof(Errno.EINVAL), "no descriptor can be read as memory is")]
    private static long SendFile(int to, int from, long* offset, ulong count)
        => Descriptors.KindOf(to) == DescriptorKind.None ? Errno.Fail(Errno.EBADF) : Errno.FailOn(from, Errno.EINVAL);

    [RuntimeExport("flock")]
    [Unsupported(nameof(Errno.ENOLCK), "there are no lock records")]
    private static int Lock(int file, int operation)
    {
        const int nonBlocking = 4;
        const int unlock = 8;
        bool valid = (operation & ~nonBlocking) is 1 or 2 or unlock;
        return Errno.FailOn(file, valid ? Errno.ENOLCK : Errno.EINVAL);
    }

    [RuntimeExport("shm_open")]
    [Unsupported(nameof(Errno.EACCES), "no shared memory object can be made; ENOENT without O_CREAT")]
    private static int OpenSharedMemory(byte* name, int flags, uint mode)
    {
        const int create = 0x40;
        return Errno.Fail(!IsObjectName(name) ? Errno.EINVAL : (flags & create) != 0 ? Errno.EACCES : Errno.ENOENT);
    }

    [RuntimeExport("shm_unlink")]
    [Unsupported(nameof(Errno.ENOENT), "there are no shared memory objects")]
    private static int RemoveSharedMemory(byte* name) => Errno.Fail(IsObjectName(name) ? Errno.ENOENT : Errno.EINVAL);

    /// <summary>A name may begin with slashes, and has at least one other byte and no slash after it.</summary>
    private static bool IsObjectName(byte* name)
    {
        if (name == null)
        {
            return false;
        }
        while (*name == '/')
        {
            name++;
        }
        return *name != 0 && StringSearch.First(name, '/') == null;
    }

    [RuntimeExport("setmntent")]
    [Unsupported(nameof(Errno.ENOENT), "there is no table of mounts")]
    private static void* OpenMountTable(byte* path, byte* type)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        return Errno.FailNull(error == 0 ? Errno.EACCES : error);
    }

    [RuntimeExport("getmntent_r")]
    [Unsupported(nameof(Errno.EBADF), "there is no table of mounts, so no stream is one")]
    private static void* ReadMountTable(void* stream, void* entry, byte* buffer, int size)
        => Errno.FailNull(Errno.EBADF);

    /// <summary>The manual page has it return 1 always.</summary>
    [RuntimeExport("endmntent")]
    private static int CloseMountTable(void* stream) => 1;

    [RuntimeExport("inotify_init1")]
    [Unsupported(nameof(Errno.ENOSYS), "nothing tells of changes to files")]
    private static int WatchFiles(int flags) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("inotify_add_watch")]
    [Unsupported(nameof(Errno.EINVAL), "no descriptor watches files")]
    private static int AddWatch(int file, byte* path, uint mask) => Errno.FailOn(file, Errno.EINVAL);

    [RuntimeExport("inotify_rm_watch")]
    [Unsupported(nameof(Errno.EINVAL), "no descriptor watches files")]
    private static int RemoveWatch(int file, int watch) => Errno.FailOn(file, Errno.EINVAL);
}
