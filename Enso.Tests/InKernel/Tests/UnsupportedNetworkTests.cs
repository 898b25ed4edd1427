using System.Runtime.InteropServices;
using Enso.Machine.Runtime;
using Enso.Machine.Runtime.Text;
using static Enso.Tests.InKernel.CLibrary;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Calls on sockets and names fail as their manual pages say where there is no network.</summary>
internal static unsafe class UnsupportedNetworkTests
{
    private const int Internet = 2;

    [KernelTest]
    internal static void No_address_family_is_supported()
    {
        Fails(Errno.EAFNOSUPPORT, Socket(Internet, 1, 0));
        Fails(Errno.EAFNOSUPPORT, Socket(1, 1, 0));
    }

    [KernelTest]
    internal static void An_open_descriptor_is_no_socket() => CallWith(0, Errno.ENOTSOCK, Errno.EINVAL);

    [KernelTest]
    internal static void A_socket_that_is_not_open_is_a_bad_descriptor() => CallWith(NotOpen, Errno.EBADF, Errno.EBADF);

    private static void CallWith(int file, int socketError, int pollError)
    {
        Fails(socketError, Bind(file, null, 0));
        Fails(socketError, Listen(file, 1));
        Fails(socketError, Accept(file, null, null, 0));
        Fails(socketError, Connect(file, null, 0));
        Fails(socketError, ShutDown(file, 2));
        Fails(socketError, Send(file, null, 0, 0));
        Fails(socketError, Receive(file, null, 0, 0));
        Fails(socketError, SendMessage(file, null, 0));
        Fails(socketError, ReceiveMessage(file, null, 0));
        Fails(socketError, GetOption(file, 1, 1, null, null));
        Fails(socketError, SetOption(file, 1, 1, null, 0));
        Fails(socketError, GetOwnAddress(file, null, null));
        Fails(socketError, GetPeerAddress(file, null, null));
        Fails(pollError, ControlPoll(file, 1, 0, null));
        Fails(pollError, WaitPoll(file, null, 1, 0));
    }

    [KernelTest]
    internal static void There_is_no_readiness_instance() => Fails(Errno.ENOSYS, CreatePoll(0));

    [KernelTest]
    internal static void No_name_is_known_and_no_address_has_one()
    {
        void* result = null;
        int* hints = stackalloc int[12];
        new Span<int>(hints, 12).Clear();
        Check.Equal(ResolverErrors.EAI_NONAME, FindAddress(Text("localhost\0"u8), null, null, &result));
        Check.Equal(ResolverErrors.EAI_NONAME, FindAddress(Text("localhost\0"u8), null, hints, &result));
        hints[1] = Internet;
        Check.Equal(ResolverErrors.EAI_FAMILY, FindAddress(Text("localhost\0"u8), null, hints, &result));
        Check.Equal(ResolverErrors.EAI_FAMILY, FindName(hints, 16, null, 0, null, 0, 0));
    }

    [KernelTest]
    internal static void There_are_no_interfaces()
    {
        void* list = &list;
        Check.Equal(0, GetInterfaces(&list));
        Check.That(list == null);
        byte* name = stackalloc byte[16];
        FailsNull(Errno.ENXIO, NameInterface(1, name));
        Check.Equal(0u, FindInterface(Text("eth0\0"u8)));
        Check.Equal(Errno.ENODEV, Marshal.GetLastPInvokeError());
    }

    [DllImport(Image, EntryPoint = "socket", SetLastError = true)]
    private static extern int Socket(int domain, int type, int protocol);

    [DllImport(Image, EntryPoint = "bind", SetLastError = true)]
    private static extern int Bind(int file, void* address, uint length);

    [DllImport(Image, EntryPoint = "listen", SetLastError = true)]
    private static extern int Listen(int file, int backlog);

    [DllImport(Image, EntryPoint = "accept4", SetLastError = true)]
    private static extern int Accept(int file, void* address, uint* length, int flags);

    [DllImport(Image, EntryPoint = "connect", SetLastError = true)]
    private static extern int Connect(int file, void* address, uint length);

    [DllImport(Image, EntryPoint = "shutdown", SetLastError = true)]
    private static extern int ShutDown(int file, int how);

    [DllImport(Image, EntryPoint = "send", SetLastError = true)]
    private static extern long Send(int file, void* data, ulong count, int flags);

    [DllImport(Image, EntryPoint = "recv", SetLastError = true)]
    private static extern long Receive(int file, void* data, ulong count, int flags);

    [DllImport(Image, EntryPoint = "sendmsg", SetLastError = true)]
    private static extern long SendMessage(int file, void* message, int flags);

    [DllImport(Image, EntryPoint = "recvmsg", SetLastError = true)]
    private static extern long ReceiveMessage(int file, void* message, int flags);

    [DllImport(Image, EntryPoint = "getsockopt", SetLastError = true)]
    private static extern int GetOption(int file, int level, int name, void* value, uint* length);

    [DllImport(Image, EntryPoint = "setsockopt", SetLastError = true)]
    private static extern int SetOption(int file, int level, int name, void* value, uint length);

    [DllImport(Image, EntryPoint = "getsockname", SetLastError = true)]
    private static extern int GetOwnAddress(int file, void* address, uint* length);

    [DllImport(Image, EntryPoint = "getpeername", SetLastError = true)]
    private static extern int GetPeerAddress(int file, void* address, uint* length);

    [DllImport(Image, EntryPoint = "epoll_create1", SetLastError = true)]
    private static extern int CreatePoll(int flags);

    [DllImport(Image, EntryPoint = "epoll_ctl", SetLastError = true)]
    private static extern int ControlPoll(int poll, int operation, int file, void* what);

    [DllImport(Image, EntryPoint = "epoll_wait", SetLastError = true)]
    private static extern int WaitPoll(int poll, void* events, int count, int timeout);

    [DllImport(Image, EntryPoint = "getaddrinfo")]
    private static extern int FindAddress(byte* node, byte* service, int* hints, void** result);

    [DllImport(Image, EntryPoint = "getnameinfo")]
    private static extern int FindName(
        void* address, uint length, byte* host, uint hostSize, byte* service, uint serviceSize, int flags);

    [DllImport(Image, EntryPoint = "getifaddrs")]
    private static extern int GetInterfaces(void** result);

    [DllImport(Image, EntryPoint = "if_nametoindex", SetLastError = true)]
    private static extern uint FindInterface(byte* name);

    [DllImport(Image, EntryPoint = "if_indextoname", SetLastError = true)]
    private static extern void* NameInterface(uint index, byte* name);
}
