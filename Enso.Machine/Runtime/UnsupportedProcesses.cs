using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Calls that would make, become, await or steer other processes: there is one.</summary>
internal static unsafe class UnsupportedProcesses
{
    private const string NoFork = "there is one process and one address space";

    [RuntimeExport("fork")]
    [Unsupported(nameof(Errno.ENOSYS), NoFork)]
    private static int Fork() => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("vfork")]
    [Unsupported(nameof(Errno.ENOSYS), NoFork)]
    private static int ForkAndWait() => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("execve")]
    [Unsupported(nameof(Errno.EACCES), "no file is a program; ENOENT where there is no file")]
    private static int Execute(byte* path, byte** arguments, byte** environment)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        return Errno.Fail(error == 0 ? Errno.EACCES : error);
    }

    [RuntimeExport("execv")]
    [Unsupported(nameof(Errno.EACCES), "no file is a program; ENOENT where there is no file")]
    private static int ExecuteHere(byte* path, byte** arguments) => Execute(path, arguments, null);

    [RuntimeExport("waitpid")]
    [Unsupported(nameof(Errno.ECHILD), "there are no child processes")]
    private static int Wait(int process, int* status, int options)
    {
        const int known = 1 | 2 | 8; // WNOHANG, WUNTRACED, WCONTINUED
        return Errno.Fail((options & ~known) == 0 ? Errno.ECHILD : Errno.EINVAL);
    }

    [RuntimeExport("waitid")]
    [Unsupported(nameof(Errno.ECHILD), "there are no child processes")]
    private static int WaitFor(int type, int id, void* info, int options)
    {
        const int lastType = 3; // P_PIDFD
        const int awaited = 2 | 4 | 8; // WSTOPPED, WEXITED, WCONTINUED
        const int known = awaited | 1 | 0x01000000; // WNOHANG, WNOWAIT
        bool valid = type is >= 0 and <= lastType && (options & ~known) == 0 && (options & awaited) != 0;
        return Errno.Fail(valid ? Errno.ECHILD : Errno.EINVAL);
    }
}
