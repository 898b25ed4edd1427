using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Calls on sockets and names, of which there are none until there is a network.</summary>
internal static unsafe class UnsupportedNetwork
{
    [RuntimeExport("socket")]
    private static int Socket(int domain, int type, int protocol) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("bind")]
    private static int Bind(int file, void* address, uint length) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("listen")]
    private static int Listen(int file, int backlog) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("accept4")]
    private static int Accept4(int file, void* address, uint* length, int flags) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("connect")]
    private static int Connect(int file, void* address, uint length) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("shutdown")]
    private static int Shutdown(int file, int how) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("send")]
    private static long Send(int file, void* data, ulong count, int flags) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("recv")]
    private static long Recv(int file, void* data, ulong count, int flags) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("sendmsg")]
    private static long Sendmsg(int file, void* message, int flags) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("recvmsg")]
    private static long Recvmsg(int file, void* message, int flags) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("getsockopt")]
    private static int Getsockopt(int file, int level, int name, void* value, uint* length) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("setsockopt")]
    private static int Setsockopt(int file, int level, int name, void* value, uint length) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("getsockname")]
    private static int Getsockname(int file, void* address, uint* length) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("getpeername")]
    private static int Getpeername(int file, void* address, uint* length) => Errno.Fail(Errno.EBADF);

    [RuntimeExport("getaddrinfo")]
    private static int Getaddrinfo(byte* node, byte* service, void* hints, void** result) => Errno.ENOSYS;

    [RuntimeExport("freeaddrinfo")]
    private static void Freeaddrinfo(void* result)
    {
    }

    [RuntimeExport("getnameinfo")]
    private static int Getnameinfo(void* address, uint length, byte* host, uint hostSize, byte* service, uint serviceSize, int flags) => Errno.ENOSYS;

    [RuntimeExport("getifaddrs")]
    private static int Getifaddrs(void** result) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("freeifaddrs")]
    private static void Freeifaddrs(void* list)
    {
    }

    [RuntimeExport("if_nametoindex")]
    private static int IfNametoindex(byte* name) => 0;

    [RuntimeExport("if_indextoname")]
    private static void* IfIndextoname(uint index, byte* name)
    {
        Errno.Fail(Errno.ENOENT);
        return null;
    }

    [RuntimeExport("gethostname")]
    private static int Gethostname(byte* name, ulong size) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("getdomainname")]
    private static int Getdomainname(byte* name, ulong size) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("epoll_create1")]
    private static int EpollCreate1(int flags) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("epoll_ctl")]
    private static int EpollCtl(int epoll, int operation, int file, void* what) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("epoll_wait")]
    private static int EpollWait(int epoll, void* events, int count, int timeout) => Errno.Fail(Errno.ENOSYS);
}
