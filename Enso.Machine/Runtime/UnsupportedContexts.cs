using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Calls of older Unix interfaces that libraries linked into an image name and Ensō does not have: user
/// contexts, shared memory segments and the first way to look up a host.</summary>
internal static unsafe class UnsupportedContexts
{
    private const string NoContexts = "threads are there instead of contexts";
    private const string NoSegments = "there is one address space, and no segments to share";

    /// <summary>A caller that cannot get a context makes none: OpenSSL's asynchronous jobs then say that they are not
    /// available.</summary>
    [RuntimeExport("getcontext")]
    [Unsupported(nameof(Errno.ENOSYS), NoContexts)]
    private static int GetContext(void* context) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("setcontext")]
    [Unsupported(nameof(Errno.ENOSYS), NoContexts)]
    private static int SetContext(void* context) => Errno.Fail(Errno.ENOSYS);

    /// <summary>Has no way to fail. The context that it would change can only come from <c>getcontext</c>, which does.
    /// </summary>
    [RuntimeExport("makecontext")]
    [Unsupported("none", NoContexts)]
    private static void MakeContext(void* context, void* function, int count)
    {
    }

    [RuntimeExport("shmget")]
    [Unsupported(nameof(Errno.ENOSYS), NoSegments)]
    private static int GetSegment(int key, ulong size, int flags) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("shmat")]
    [Unsupported(nameof(Errno.EINVAL), NoSegments)]
    private static void* AttachSegment(int segment, void* address, int flags) => (void*)(long)Errno.Fail(Errno.EINVAL);

    [RuntimeExport("shmdt")]
    [Unsupported(nameof(Errno.EINVAL), NoSegments)]
    private static int DetachSegment(void* address) => Errno.Fail(Errno.EINVAL);

    /// <summary>No name is known.</summary>
    [RuntimeExport("gethostbyname")]
    [Unsupported("h_errno", "there is no network and no file of hosts; h_errno is not set")]
    private static void* FindHost(byte* name) => null;
}
