using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>What name resolution fails with (POSIX.1-2017 netdb.h; the numbers and words are the GNU library's), and
/// <c>gai_strerror</c>.</summary>
internal static unsafe class ResolverErrors
{
#pragma warning disable CS1591 // The names are those of the manual page.
    public const int EAI_BADFLAGS = -1;
    public const int EAI_NONAME = -2;
    public const int EAI_AGAIN = -3;
    public const int EAI_FAIL = -4;
    public const int EAI_NODATA = -5;
    public const int EAI_FAMILY = -6;
    public const int EAI_SOCKTYPE = -7;
    public const int EAI_SERVICE = -8;
    public const int EAI_ADDRFAMILY = -9;
    public const int EAI_MEMORY = -10;
    public const int EAI_SYSTEM = -11;
#pragma warning restore CS1591

    /// <summary>The message for an error; never null.</summary>
    [RuntimeExport("gai_strerror")]
    internal static byte* Message(int error) => Pointers.Of(error switch
    {
        EAI_BADFLAGS => "Bad value for ai_flags\0"u8,
        EAI_NONAME => "Name or service not known\0"u8,
        EAI_AGAIN => "Temporary failure in name resolution\0"u8,
        EAI_FAIL => "Non-recoverable failure in name resolution\0"u8,
        EAI_NODATA => "No address associated with hostname\0"u8,
        EAI_FAMILY => "ai_family not supported\0"u8,
        EAI_SOCKTYPE => "ai_socktype not supported\0"u8,
        EAI_SERVICE => "Servname not supported for ai_socktype\0"u8,
        EAI_ADDRFAMILY => "Address family for hostname not supported\0"u8,
        EAI_MEMORY => "Memory allocation failure\0"u8,
        EAI_SYSTEM => "System error\0"u8,
        _ => "Unknown error\0"u8,
    });
}
