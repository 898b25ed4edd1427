using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Calls on sockets and readiness, of which there are none until there is a network.</summary>
internal static unsafe class UnsupportedNetwork
{
    private const string NoSocket = "no descriptor is a socket";

    [RuntimeExport("socket")]
    [Unsupported(nameof(Errno.EAFNOSUPPORT), "there is no network: no address family is supported")]
    private static int Socket(int domain, int type, int protocol) => Errno.Fail(Errno.EAFNOSUPPORT);

    [RuntimeExport("bind")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int Bind(int file, void* address, uint length) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("listen")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int Listen(int file, int backlog) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("accept4")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int Accept(int file, void* address, uint* length, int flags) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("connect")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int Connect(int file, void* address, uint length) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("shutdown")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int ShutDown(int file, int how) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("send")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static long Send(int file, void* data, ulong count, int flags) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("recv")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static long Receive(int file, void* data, ulong count, int flags) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("sendmsg")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static long SendMessage(int file, void* message, int flags) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("recvmsg")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static long ReceiveMessage(int file, void* message, int flags) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("getsockopt")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int GetOption(int file, int level, int name, void* value, uint* length)
        => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("setsockopt")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int SetOption(int file, int level, int name, void* value, uint length)
        => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("getsockname")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int GetOwnAddress(int file, void* address, uint* length) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("getpeername")]
    [Unsupported(nameof(Errno.ENOTSOCK), NoSocket)]
    private static int GetPeerAddress(int file, void* address, uint* length) => Errno.FailOn(file, Errno.ENOTSOCK);

    [RuntimeExport("epoll_create1")]
    [Unsupported(nameof(Errno.ENOSYS), "sockets, which it is for, do not exist; poll works")]
    private static int CreatePoll(int flags) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("epoll_ctl")]
    [Unsupported(nameof(Errno.EINVAL), "no descriptor is an epoll instance")]
    private static int ControlPoll(int poll, int operation, int file, void* what) => Errno.FailOn(poll, Errno.EINVAL);

    [RuntimeExport("epoll_wait")]
    [Unsupported(nameof(Errno.EINVAL), "no descriptor is an epoll instance")]
    private static int WaitPoll(int poll, void* events, int count, int timeout) => Errno.FailOn(poll, Errno.EINVAL);
}
