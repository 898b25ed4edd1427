using System.Runtime.InteropServices;
using Enso.Machine.Runtime;
using static Enso.Tests.InKernel.CLibrary;

namespace Enso.Tests.InKernel.Tests;

/// <summary>User contexts, shared memory segments and older network calls, which linked libraries name.</summary>
internal static unsafe class UnsupportedContextTests
{
    private const int ContextBytes = 1024;

    [KernelTest]
    internal static void A_user_context_can_be_neither_taken_nor_entered()
    {
        byte* context = stackalloc byte[ContextBytes];
        new Span<byte>(context, ContextBytes).Fill(7);
        Fails(Errno.ENOSYS, GetContext(context));
        Fails(Errno.ENOSYS, SetContext(context));
        MakeContext(context, null, 0);
        Check.Equal(-1, new Span<byte>(context, ContextBytes).IndexOfAnyExcept((byte)7));
    }

    [KernelTest]
    internal static void There_are_no_segments_to_share()
    {
        Fails(Errno.ENOSYS, GetSegment(1, 4096, 0x200));
        Fails(Errno.EINVAL, AttachSegment(0, null, 0));
        Fails(Errno.EINVAL, DetachSegment(null));
    }

    [KernelTest]
    internal static void Older_network_calls_fail_as_the_newer_do()
    {
        Fails(Errno.ENOTSOCK, Accept(1, null, null));
        Fails(Errno.EBADF, Accept(-1, null, null));
        Fails(Errno.EINVAL, SendFile(1, 0, null, 1));
        Fails(Errno.EBADF, SendFile(-1, 0, null, 1));
        Check.That(FindHost(Text("localhost\0"u8)) == null);
    }

    [DllImport(Image, EntryPoint = "getcontext", SetLastError = true)]
    private static extern int GetContext(void* context);

    [DllImport(Image, EntryPoint = "setcontext", SetLastError = true)]
    private static extern int SetContext(void* context);

    [DllImport(Image, EntryPoint = "makecontext")]
    private static extern void MakeContext(void* context, void* function, int count);

    [DllImport(Image, EntryPoint = "shmget", SetLastError = true)]
    private static extern int GetSegment(int key, nuint size, int flags);

    [DllImport(Image, EntryPoint = "shmat", SetLastError = true)]
    private static extern long AttachSegment(int segment, void* address, int flags);

    [DllImport(Image, EntryPoint = "shmdt", SetLastError = true)]
    private static extern int DetachSegment(void* address);

    [DllImport(Image, EntryPoint = "accept", SetLastError = true)]
    private static extern int Accept(int file, void* address, uint* length);

    [DllImport(Image, EntryPoint = "sendfile", SetLastError = true)]
    private static extern long SendFile(int to, int from, long* offset, nuint count);

    [DllImport(Image, EntryPoint = "gethostbyname")]
    private static extern void* FindHost(byte* name);
}
