using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Calls on files and directories, of which there are none until there is a file system. Each fails as its manual page says for a path that does not exist or a system without the feature.</summary>
internal static unsafe class UnsupportedFiles
{
    [RuntimeExport("readdir64_r")]
    private static int Readdir64R(void* directory, void* entry, void** result) => Errno.EBADF;

    [RuntimeExport("ftruncate64")]
    private static int Ftruncate64(int file, long length) => Errno.Fail(Errno.EINVAL);

    [RuntimeExport("posix_fadvise64")]
    private static int PosixFadvise64(int file, long offset, long length, int advice) => Errno.ESPIPE;

    [RuntimeExport("fallocate64")]
    private static int Fallocate64(int file, int mode, long offset, long length) => Errno.Fail(Errno.ESPIPE);

    [RuntimeExport("fstatfs64")]
    private static int Fstatfs64(int file, void* status) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("chdir")]
    private static int Chdir(byte* path) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("chmod")]
    private static int Chmod(byte* path, uint mode) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("fchmod")]
    private static int Fchmod(int file, uint mode) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("fsync")]
    private static int Fsync(int file) => Errno.Fail(Errno.EINVAL);

    [RuntimeExport("futimens")]
    private static int Futimens(int file, void* times) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("utimensat")]
    private static int Utimensat(int directory, byte* path, void* times, int flags) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("link")]
    private static int Link(byte* from, byte* to) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("symlink")]
    private static int Symlink(byte* target, byte* path) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("mkdir")]
    private static int Mkdir(byte* path, uint mode) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("rmdir")]
    private static int Rmdir(byte* path) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("rename")]
    private static int Rename(byte* from, byte* to) => Errno.Fail(Errno.ENOENT);

    [RuntimeExport("mkdtemp")]
    private static void* Mkdtemp(byte* template)
    {
        Errno.Fail(Errno.ENOSYS);
        return null;
    }

    [RuntimeExport("mkstemps64")]
    private static int Mkstemps64(byte* template, int suffix) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("mkfifo")]
    private static int Mkfifo(byte* path, uint mode) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("__xmknod")]
    private static int Xmknod(int version, byte* path, uint mode, void* device) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("pathconf")]
    private static long Pathconf(byte* path, int name) => Errno.Fail(Errno.EINVAL);

    [RuntimeExport("preadv64")]
    private static long Preadv64(int file, void* vectors, int count, long offset) => Errno.Fail(Errno.ESPIPE);

    [RuntimeExport("pwritev64")]
    private static long Pwritev64(int file, void* vectors, int count, long offset) => Errno.Fail(Errno.ESPIPE);

    [RuntimeExport("sendfile64")]
    private static long Sendfile64(int to, int from, long* offset, ulong count) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("shm_open")]
    private static int ShmOpen(byte* name, int flags, uint mode) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("shm_unlink")]
    private static int ShmUnlink(byte* name) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("setmntent")]
    private static void* Setmntent(byte* path, byte* type)
    {
        Errno.Fail(Errno.ENOENT);
        return null;
    }

    [RuntimeExport("getmntent_r")]
    private static void* GetmntentR(void* stream, void* entry, byte* buffer, int size)
    {
        Errno.Fail(Errno.ENOSYS);
        return null;
    }

    [RuntimeExport("endmntent")]
    private static void Endmntent(void* stream)
    {
    }

    [RuntimeExport("inotify_init1")]
    private static int InotifyInit1(int flags) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("inotify_add_watch")]
    private static int InotifyAddWatch(int file, byte* path, uint mask) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("inotify_rm_watch")]
    private static int InotifyRmWatch(int file, int watch) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("sync")]
    private static void Sync()
    {
    }
}
