using System.Runtime;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>Linux's error numbers (uapi/asm-generic/errno-base.h, errno.h), as the runtime's archives were compiled
/// to expect, and the calling thread's <c>errno</c>.</summary>
internal static unsafe class Errno
{
#pragma warning disable CS1591 // The names are those of the manual pages.
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EIO = 5;
    public const int EBADF = 9;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EBUSY = 16;
    public const int EINVAL = 22;
    public const int EMFILE = 24;
    public const int ENOTTY = 25;
    public const int ESPIPE = 29;
    public const int EPIPE = 32;
    public const int EDEADLK = 35;
    public const int ENOSYS = 38;
    public const int ETIMEDOUT = 110;
    public const int EPERM = 1;
#pragma warning restore CS1591

    /// <summary>Sets <c>errno</c> and returns -1.</summary>
    public static int Fail(int error)
    {
        Thread.This()->Errno = error;
        return -1;
    }

    [RuntimeExport("__errno_location")]
    private static int* Location() => &Thread.This()->Errno;
}
