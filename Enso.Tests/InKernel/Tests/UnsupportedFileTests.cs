using System.Runtime.InteropServices;
using Enso.Machine.Runtime;
using static Enso.Tests.InKernel.CLibrary;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What cannot be done to files fails as its manual page says, and nothing is done.</summary>
internal static unsafe class UnsupportedFileTests
{
    private const int Current = -100;
    private const int Create = 0x40;

    private static byte* Device => Text("/dev/null\0"u8);

    private static byte* New => Text("/new\0"u8);

    private static byte* Nowhere => Text("/nowhere/new\0"u8);

    [KernelTest]
    internal static void Nothing_can_be_made_in_the_tree()
    {
        ulong device = 0;
        Fails(Errno.EROFS, MakeDirectory(New, 0x1FF));
        Fails(Errno.EROFS, MakeDirectory(Text("/dev/new/\0"u8), 0x1FF));
        Fails(Errno.EROFS, MakePipe(New, 0x1FF));
        Fails(Errno.EROFS, MakeNode(0, New, 0x2000, &device));
        Fails(Errno.EROFS, SymbolicLink(Device, New));
        Fails(Errno.EROFS, Link(Device, New));
        Fails(Errno.EROFS, Rename(Device, New));
        Fails(Errno.EROFS, Open(New, Create | 2, 0x1FF));
    }

    [KernelTest]
    internal static void What_exists_is_said_to_exist()
    {
        ulong device = 0;
        Fails(Errno.EEXIST, MakeDirectory(Text("/\0"u8), 0x1FF));
        Fails(Errno.EEXIST, MakePipe(Device, 0x1FF));
        Fails(Errno.EEXIST, MakeNode(0, Device, 0x2000, &device));
        Fails(Errno.EEXIST, SymbolicLink(New, Device));
        Fails(Errno.EEXIST, Link(Device, Device));
        Fails(Errno.EEXIST, Open(Device, Create | 0x80, 0x1FF));
    }

    [KernelTest]
    internal static void What_lies_in_no_directory_is_not_found()
    {
        ulong device = 0;
        Fails(Errno.ENOENT, MakeDirectory(Nowhere, 0x1FF));
        Fails(Errno.ENOENT, MakePipe(Nowhere, 0x1FF));
        Fails(Errno.ENOENT, MakeNode(0, Nowhere, 0x2000, &device));
        Fails(Errno.ENOENT, SymbolicLink(Device, Nowhere));
        Fails(Errno.ENOENT, Link(Device, Nowhere));
        Fails(Errno.ENOENT, Link(New, Nowhere));
        Fails(Errno.ENOENT, Rename(New, New));
        Fails(Errno.ENOENT, Remove(New));
        Fails(Errno.ENOENT, RemoveDirectory(New));
        Fails(Errno.ENOENT, ChangeMode(New, 0));
        Fails(Errno.ENOENT, SetTimes(Current, New, null, 0));
        Fails(Errno.ENOTDIR, MakeDirectory(Text("/dev/null/new\0"u8), 0x1FF));
        Fails(Errno.EFAULT, MakeDirectory(null, 0x1FF));
        Fails(Errno.ENOENT, MakeDirectory(Text("\0"u8), 0x1FF));
    }

    [KernelTest]
    internal static void What_exists_can_be_neither_removed_nor_changed()
    {
        Fails(Errno.EROFS, Remove(Device));
        Fails(Errno.EISDIR, Remove(Text("/dev\0"u8)));
        Fails(Errno.EROFS, RemoveDirectory(Text("/dev\0"u8)));
        Fails(Errno.ENOTDIR, RemoveDirectory(Device));
        Fails(Errno.EROFS, ChangeMode(Device, 0));
        Fails(Errno.EROFS, SetTimes(Current, Device, null, 0));
        Fails(Errno.EINVAL, SetTimes(Current, Device, null, 1));
        Fails(Errno.EBADF, SetTimes(NotOpen, Text("null\0"u8), null, 0));
    }

    [KernelTest]
    internal static void Temporary_names_need_six_letters_and_a_place_that_can_be_written()
    {
        FailsNull(Errno.EROFS, TemporaryDirectory(Text("/nameXXXXXX\0"u8)));
        FailsNull(Errno.ENOENT, TemporaryDirectory(Text("/tmp/nameXXXXXX\0"u8)));
        FailsNull(Errno.EINVAL, TemporaryDirectory(Text("/nameXXXXX\0"u8)));
        Fails(Errno.EROFS, TemporaryFile(Text("/nameXXXXXX.txt\0"u8), 4));
        Fails(Errno.EINVAL, TemporaryFile(Text("/nameXXXXXX.txt\0"u8), 3));
        Fails(Errno.EINVAL, TemporaryFile(Text("XXXXXX\0"u8), 1));
    }

    [KernelTest]
    internal static void Descriptors_cannot_be_changed_as_files_can()
    {
        int file = Open(Device, 2, 0);
        int* pipe = stackalloc int[2];
        Check.Equal(0, Pipe(pipe, 0));
        Fails(Errno.EROFS, ChangeModeOf(file, 0));
        Fails(Errno.EROFS, SetTimesOf(file, null));
        Fails(Errno.EINVAL, Truncate(file, 0));
        Fails(Errno.ENODEV, AllocateSpace(file, 0, 0, 1));
        Fails(Errno.EINVAL, AllocateSpace(file, 0, 0, 0));
        Fails(Errno.ESPIPE, AllocateSpace(pipe[1], 0, 0, 1));
        Fails(Errno.EINVAL, Synchronise(file));
        Fails(Errno.EINVAL, SendFile(file, file, null, 1));
        Fails(Errno.ENOLCK, Lock(file, 2));
        Fails(Errno.EINVAL, Lock(file, 3));
        Fails(Errno.EINVAL, AddWatch(file, Device, 1));
        Fails(Errno.EINVAL, RemoveWatch(file, 1));
        Check.Equal(0, Close(file) | Close(pipe[0]) | Close(pipe[1]));
    }

    [KernelTest]
    internal static void A_descriptor_that_is_not_open_is_a_bad_one()
    {
        Fails(Errno.EBADF, ChangeModeOf(NotOpen, 0));
        Fails(Errno.EBADF, SetTimesOf(-1, null));
        Fails(Errno.EBADF, Truncate(NotOpen, 0));
        Fails(Errno.EBADF, AllocateSpace(NotOpen, 0, 0, 1));
        Fails(Errno.EBADF, Synchronise(NotOpen));
        Fails(Errno.EBADF, SendFile(1, NotOpen, null, 1));
        Fails(Errno.EBADF, SendFile(NotOpen, 0, null, 1));
        Fails(Errno.EBADF, Lock(NotOpen, 2));
        Fails(Errno.EBADF, AddWatch(NotOpen, Device, 1));
        Fails(Errno.EBADF, RemoveWatch(NotOpen, 1));
    }

    [KernelTest]
    internal static void There_are_no_shared_objects_mounts_and_watches()
    {
        Fails(Errno.EACCES, OpenShared(Text("/object\0"u8), Create | 2, 0x1FF));
        Fails(Errno.ENOENT, OpenShared(Text("/object\0"u8), 2, 0));
        Fails(Errno.EINVAL, OpenShared(Text("/object/part\0"u8), Create | 2, 0x1FF));
        Fails(Errno.ENOENT, RemoveShared(Text("/object\0"u8)));
        Fails(Errno.EINVAL, RemoveShared(Text("/\0"u8)));
        FailsNull(Errno.ENOENT, OpenMounts(Text("/proc/mounts\0"u8), Text("r\0"u8)));
        FailsNull(Errno.EBADF, ReadMounts(null, null, null, 0));
        Fails(Errno.ENOSYS, WatchFiles(0));
    }

    [DllImport(Image, EntryPoint = "mkdir", SetLastError = true)]
    private static extern int MakeDirectory(byte* path, uint mode);

    [DllImport(Image, EntryPoint = "mkfifo", SetLastError = true)]
    private static extern int MakePipe(byte* path, uint mode);

    [DllImport(Image, EntryPoint = "__xmknod", SetLastError = true)]
    private static extern int MakeNode(int version, byte* path, uint mode, ulong* device);

    [DllImport(Image, EntryPoint = "symlink", SetLastError = true)]
    private static extern int SymbolicLink(byte* target, byte* path);

    [DllImport(Image, EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte* from, byte* to);

    [DllImport(Image, EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte* from, byte* to);

    [DllImport(Image, EntryPoint = "unlink", SetLastError = true)]
    private static extern int Remove(byte* path);

    [DllImport(Image, EntryPoint = "rmdir", SetLastError = true)]
    private static extern int RemoveDirectory(byte* path);

    [DllImport(Image, EntryPoint = "mkdtemp", SetLastError = true)]
    private static extern void* TemporaryDirectory(byte* template);

    [DllImport(Image, EntryPoint = "mkstemps64", SetLastError = true)]
    private static extern int TemporaryFile(byte* template, int suffix);

    [DllImport(Image, EntryPoint = "chmod", SetLastError = true)]
    private static extern int ChangeMode(byte* path, uint mode);

    [DllImport(Image, EntryPoint = "fchmod", SetLastError = true)]
    private static extern int ChangeModeOf(int file, uint mode);

    [DllImport(Image, EntryPoint = "futimens", SetLastError = true)]
    private static extern int SetTimesOf(int file, void* times);

    [DllImport(Image, EntryPoint = "utimensat", SetLastError = true)]
    private static extern int SetTimes(int directory, byte* path, void* times, int flags);

    [DllImport(Image, EntryPoint = "ftruncate64", SetLastError = true)]
    private static extern int Truncate(int file, long length);

    [DllImport(Image, EntryPoint = "fallocate64", SetLastError = true)]
    private static extern int AllocateSpace(int file, int mode, long offset, long length);

    [DllImport(Image, EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronise(int file);

    [DllImport(Image, EntryPoint = "sendfile64", SetLastError = true)]
    private static extern long SendFile(int to, int from, long* offset, ulong count);

    [DllImport(Image, EntryPoint = "flock", SetLastError = true)]
    private static extern int Lock(int file, int operation);

    [DllImport(Image, EntryPoint = "shm_open", SetLastError = true)]
    private static extern int OpenShared(byte* name, int flags, uint mode);

    [DllImport(Image, EntryPoint = "shm_unlink", SetLastError = true)]
    private static extern int RemoveShared(byte* name);

    [DllImport(Image, EntryPoint = "setmntent", SetLastError = true)]
    private static extern void* OpenMounts(byte* path, byte* type);

    [DllImport(Image, EntryPoint = "getmntent_r", SetLastError = true)]
    private static extern void* ReadMounts(void* stream, void* entry, byte* buffer, int size);

    [DllImport(Image, EntryPoint = "inotify_init1", SetLastError = true)]
    private static extern int WatchFiles(int flags);

    [DllImport(Image, EntryPoint = "inotify_add_watch", SetLastError = true)]
    private static extern int AddWatch(int file, byte* path, uint mask);

    [DllImport(Image, EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static extern int RemoveWatch(int file, int watch);
}
