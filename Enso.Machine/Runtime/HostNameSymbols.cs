using System.Runtime;
using Enso.Machine.Runtime.Text;

namespace Enso.Machine.Runtime;

/// <summary>Names of this machine, of others and of network interfaces (POSIX.1-2017 netdb.h, net/if.h; Linux
/// gethostname(2), getifaddrs(3)). This machine is <c>enso</c>; there are no others and no interfaces.</summary>
internal static unsafe class HostNameSymbols
{
    /// <summary>This machine's name, which <c>uname</c> gives too.</summary>
    public static byte* Name => Pointers.Of("enso\0"u8);

    [RuntimeExport("gethostname")]
    private static int GetHostName(byte* name, ulong size)
    {
        if (name == null || size <= StringFunctions.Length(Name))
        {
            return Errno.Fail(name == null ? Errno.EFAULT : Errno.ENAMETOOLONG);
        }
        StringFunctions.Copy(name, Name);
        return 0;
    }

    /// <summary>The machine is in no domain: the name is empty.</summary>
    [RuntimeExport("getdomainname")]
    private static int GetDomainName(byte* name, ulong size)
    {
        if (name == null || size == 0)
        {
            return Errno.Fail(name == null ? Errno.EFAULT : Errno.EINVAL);
        }
        *name = 0;
        return 0;
    }

    [RuntimeExport("getaddrinfo")]
    [Unsupported(nameof(ResolverErrors.EAI_NONAME),
        "no names are known; EAI_FAMILY when an address family is asked for")]
    private static int FindAddress(byte* node, byte* service, int* hints, void** result)
    {
        // struct addrinfo begins with the flags, then the family.
        bool anyFamily = hints == null || hints[1] == 0;
        return anyFamily ? ResolverErrors.EAI_NONAME : ResolverErrors.EAI_FAMILY;
    }

    /// <summary>No list of addresses was ever given out.</summary>
    [RuntimeExport("freeaddrinfo")]
    private static void FreeAddress(void* result)
    {
    }

    [RuntimeExport("getnameinfo")]
    [Unsupported(nameof(ResolverErrors.EAI_FAMILY), "no address family is supported")]
    private static int FindName(
        void* address, uint length, byte* host, uint hostSize, byte* service, uint serviceSize, int flags)
        => ResolverErrors.EAI_FAMILY;

    /// <summary>The list of interfaces, which is empty.</summary>
    [RuntimeExport("getifaddrs")]
    private static int GetInterfaces(void** result)
    {
        *result = null;
        return 0;
    }

    /// <summary>The list is empty, so nothing was allocated.</summary>
    [RuntimeExport("freeifaddrs")]
    private static void FreeInterfaces(void* list)
    {
    }

    [RuntimeExport("if_nametoindex")]
    [Unsupported(nameof(Errno.ENODEV), "there are no network interfaces")]
    private static uint FindInterface(byte* name)
    {
        Errno.Fail(Errno.ENODEV);
        return 0;
    }

    [RuntimeExport("if_indextoname")]
    [Unsupported(nameof(Errno.ENXIO), "there are no network interfaces")]
    private static void* NameInterface(uint index, byte* name) => Errno.FailNull(Errno.ENXIO);
}
