using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Machine.Runtime.Text;

/// <summary>The messages of Linux's error numbers, in the words of the GNU C library.</summary>
internal static unsafe class ErrorMessages
{
    /// <summary>Room for <c>Unknown error</c> and any number.</summary>
    private const int UnknownCapacity = 32;

    // What strerror returns for a number without a message. Two threads that ask for two such numbers at
    // once may see each other's: the C standard allows that, and strerror_r is there for who cares.
    private static UnknownMessage s_unknown;

    // One message after another, each ended by zero; the two numbers that Linux skipped (41 and 58) are
    // empty.
    private static ReadOnlySpan<byte> Messages =>
        "Success\0Operation not permitted\0No such file or directory\0No such process\0"u8 +
        "Interrupted system call\0Input/output error\0No such device or address\0"u8 +
        "Argument list too long\0Exec format error\0Bad file descriptor\0No child processes\0"u8 +
        "Resource temporarily unavailable\0Cannot allocate memory\0Permission denied\0"u8 +
        "Bad address\0Block device required\0Device or resource busy\0File exists\0"u8 +
        "Invalid cross-device link\0No such device\0Not a directory\0Is a directory\0"u8 +
        "Invalid argument\0Too many open files in system\0Too many open files\0"u8 +
        "Inappropriate ioctl for device\0Text file busy\0File too large\0"u8 +
        "No space left on device\0Illegal seek\0Read-only file system\0Too many links\0"u8 +
        "Broken pipe\0Numerical argument out of domain\0Numerical result out of range\0"u8 +
        "Resource deadlock avoided\0File name too long\0No locks available\0"u8 +
        "Function not implemented\0Directory not empty\0Too many levels of symbolic links\0\0"u8 +
        "No message of desired type\0Identifier removed\0Channel number out of range\0"u8 +
        "Level 2 not synchronized\0Level 3 halted\0Level 3 reset\0Link number out of range\0"u8 +
        "Protocol driver not attached\0No CSI structure available\0Level 2 halted\0"u8 +
        "Invalid exchange\0Invalid request descriptor\0Exchange full\0No anode\0"u8 +
        "Invalid request code\0Invalid slot\0\0Bad font file format\0Device not a stream\0"u8 +
        "No data available\0Timer expired\0Out of streams resources\0"u8 +
        "Machine is not on the network\0Package not installed\0Object is remote\0"u8 +
        "Link has been severed\0Advertise error\0Srmount error\0Communication error on send\0"u8 +
        "Protocol error\0Multihop attempted\0RFS specific error\0Bad message\0"u8 +
        "Value too large for defined data type\0Name not unique on network\0"u8 +
        "File descriptor in bad state\0Remote address changed\0"u8 +
        "Can not access a needed shared library\0Accessing a corrupted shared library\0"u8 +
        ".lib section in a.out corrupted\0Attempting to link in too many shared libraries\0"u8 +
        "Cannot exec a shared library directly\0"u8 +
        "Invalid or incomplete multibyte or wide character\0"u8 +
        "Interrupted system call should be restarted\0Streams pipe error\0Too many users\0"u8 +
        "Socket operation on non-socket\0Destination address required\0Message too long\0"u8 +
        "Protocol wrong type for socket\0Protocol not available\0Protocol not supported\0"u8 +
        "Socket type not supported\0Operation not supported\0Protocol family not supported\0"u8 +
        "Address family not supported by protocol\0Address already in use\0"u8 +
        "Cannot assign requested address\0Network is down\0Network is unreachable\0"u8 +
        "Network dropped connection on reset\0Software caused connection abort\0"u8 +
        "Connection reset by peer\0No buffer space available\0"u8 +
        "Transport endpoint is already connected\0Transport endpoint is not connected\0"u8 +
        "Cannot send after transport endpoint shutdown\0Too many references: cannot splice\0"u8 +
        "Connection timed out\0Connection refused\0Host is down\0No route to host\0"u8 +
        "Operation already in progress\0Operation now in progress\0Stale file handle\0"u8 +
        "Structure needs cleaning\0Not a XENIX named type file\0No XENIX semaphores available\0"u8 +
        "Is a named type file\0Remote I/O error\0Disk quota exceeded\0No medium found\0"u8 +
        "Wrong medium type\0Operation canceled\0Required key not available\0Key has expired\0"u8 +
        "Key has been revoked\0Key was rejected by service\0Owner died\0State not recoverable\0"u8 +
        "Operation not possible due to RF-kill\0Memory page has hardware error\0"u8;

    /// <summary>The message of an error number, in storage that lasts.</summary>
    [RuntimeExport("strerror")]
    internal static byte* Message(int error)
    {
        // SAFETY: a static without references lies in the image, which does not move.
        byte* unknown = (byte*)Unsafe.AsPointer(ref s_unknown.Text[0]);
        return MessageInto(error, unknown, UnknownCapacity);
    }

    /// <summary>GNU <c>strerror_r</c>: the message of an error number; <paramref name="buffer"/> is written
    /// only when the number has none, and then returned.</summary>
    [RuntimeExport("strerror_r")]
    internal static byte* MessageInto(int error, byte* buffer, ulong size)
    {
        byte* known = Known(error);
        if (known != null)
        {
            return known;
        }
        FormatUnknown(error, buffer, size);
        return buffer;
    }

    /// <summary>POSIX <c>strerror_r</c>: copies the message of an error number.</summary>
    /// <returns>0; 22 (EINVAL) when the number has no message; 34 (ERANGE) when the message was
    /// cut.</returns>
    [RuntimeExport("__xpg_strerror_r")]
    internal static int CopyMessage(int error, byte* buffer, ulong size)
    {
        byte* known = Known(error);
        if (known == null)
        {
            FormatUnknown(error, buffer, size);
            return TextImports.InvalidArgument;
        }
        FormatOutput output = FormatOutput.ToBuffer(buffer, size);
        ulong length = StringFunctions.Length(known);
        output.Put(known, length);
        output.Terminate();
        return length < size ? 0 : TextImports.OutOfRange;
    }

    /// <summary>The message of an error number, or null when it has none.</summary>
    private static byte* Known(int error)
    {
        ReadOnlySpan<byte> messages = Messages;
        // SAFETY: a literal's bytes are in the image; the walk ends at the literal's length.
        byte* at = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(messages));
        byte* end = at + messages.Length;
        for (; error > 0 && at < end; error--)
        {
            at += StringFunctions.Length(at) + 1;
        }
        return error == 0 && at < end && *at != 0 ? at : null;
    }

    private static void FormatUnknown(int error, byte* buffer, ulong size)
    {
        ReadOnlySpan<byte> words = "Unknown error "u8;
        FormatOutput output = FormatOutput.ToBuffer(buffer, size);
        // SAFETY: read within the literal, whose bytes are in the image.
        output.Put((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(words)), (ulong)words.Length);
        FormatSpecification plain = FormatSpecification.Plain;
        IntegerFormat.WriteSigned(&output, &plain, error);
        output.Terminate();
    }

    private struct UnknownMessage
    {
        public fixed byte Text[UnknownCapacity];
    }
}
