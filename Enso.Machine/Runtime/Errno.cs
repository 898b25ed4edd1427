using System.Runtime;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>Linux's error numbers (uapi/asm-generic/errno-base.h, errno.h), as the runtime's archives were compiled
/// to expect, and the calling thread's <c>errno</c>.</summary>
internal static unsafe class Errno
{
#pragma warning disable CS1591 // The names are those of the manual pages.
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EIO = 5;
    public const int ENXIO = 6;
    public const int EBADF = 9;
    public const int ECHILD = 10;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EFAULT = 14;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int EMFILE = 24;
    public const int ENOTTY = 25;
    public const int ESPIPE = 29;
    public const int EROFS = 30;
    public const int EPIPE = 32;
    public const int ERANGE = 34;
    public const int EDEADLK = 35;
    public const int ENAMETOOLONG = 36;
    public const int ENOLCK = 37;
    public const int ENOSYS = 38;
    public const int ENOTSOCK = 88;
    public const int EAFNOSUPPORT = 97;
    public const int ETIMEDOUT = 110;
#pragma warning restore CS1591

    /// <summary>Sets <c>errno</c> and returns -1.</summary>
    public static int Fail(int error)
    {
        Thread.This()->Errno = error;
        return -1;
    }

    /// <summary>Fails with EBADF when a descriptor is not open, else with <paramref name="error"/>.</summary>
    public static int FailOn(int file, int error)
        => Fail(Descriptors.KindOf(file) == DescriptorKind.None ? EBADF : error);

    /// <summary>0, or <see cref="Fail"/> with an error number.</summary>
    public static int Result(int error) => error == 0 ? 0 : Fail(error);

    /// <summary>Sets <c>errno</c> and returns null, which is how functions fail that return a pointer.</summary>
    public static void* FailNull(int error)
    {
        Fail(error);
        return null;
    }

    [RuntimeExport("__errno_location")]
    private static int* Location() => &Thread.This()->Errno;
}
