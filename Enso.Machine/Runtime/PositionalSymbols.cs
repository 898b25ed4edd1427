using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Runtime;

/// <summary>Reading and writing at a position (POSIX.1-2017 unistd.h; Linux preadv(2)). The terminal's description has
/// positions; the devices that have none (<c>/dev/null</c>, <c>/dev/zero</c>, <c>/dev/urandom</c>) take any; pipes and
/// the console take none.</summary>
internal static unsafe class PositionalSymbols
{
    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;

    /// <summary>Linux's UIO_MAXIOV.</summary>
    private const int MostVectors = 1024;

#pragma warning disable CS0649 // The caller fills these in.
    /// <summary><c>struct iovec</c>.</summary>
    private struct Vector
    {
        public byte* Base;
        public ulong Length;
    }
#pragma warning restore CS0649

    [MethodImpl(Direct), RuntimeImport("*", "read")]
    private static extern long Read(int file, byte* buffer, ulong count);

    [MethodImpl(Direct), RuntimeImport("*", "write")]
    private static extern long Write(int file, byte* buffer, ulong count);

    /// <summary>0 when a descriptor can be used at <paramref name="offset"/>, else the error.</summary>
    private static int Check(int file, long offset) => Descriptors.KindOf(file) switch
    {
        DescriptorKind.None => Errno.EBADF,
        DescriptorKind.Null or DescriptorKind.Zero or DescriptorKind.Random or DescriptorKind.TerminalDescription
            => offset < 0 ? Errno.EINVAL : 0,
        _ => Errno.ESPIPE,
    };

    [RuntimeExport("pread64")]
    private static long ReadAt(int file, byte* buffer, ulong count, long offset)
    {
        int error = Check(file, offset);
        return error == 0 ? ReadChecked(file, buffer, count, offset) : Errno.Fail(error);
    }

    private static long ReadChecked(int file, byte* buffer, ulong count, long offset)
        => Descriptors.KindOf(file) == DescriptorKind.TerminalDescription
            ? (long)TerminalDescription.Read(buffer, count, (ulong)offset)
            : Read(file, buffer, count);

    [RuntimeExport("pwrite64")]
    private static long WriteAt(int file, byte* buffer, ulong count, long offset)
    {
        int error = Check(file, offset);
        return error == 0 ? Write(file, buffer, count) : Errno.Fail(error);
    }

    [RuntimeExport("preadv64")]
    private static long ReadVectorsAt(int file, Vector* vectors, int count, long offset)
        => Transfer(file, vectors, count, offset, false);

    [RuntimeExport("pwritev64")]
    private static long WriteVectorsAt(int file, Vector* vectors, int count, long offset)
        => Transfer(file, vectors, count, offset, true);

    private static long Transfer(int file, Vector* vectors, int count, long offset, bool write)
    {
        int error = Check(file, offset);
        error = error == 0 && count is < 0 or > MostVectors ? Errno.EINVAL : error;
        if (error != 0)
        {
            return Errno.Fail(error);
        }
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            Vector* vector = vectors + i;
            long done = write
                ? Write(file, vector->Base, vector->Length)
                : ReadChecked(file, vector->Base, vector->Length, offset + total);
            if (done < 0)
            {
                return total == 0 ? done : total;
            }
            total += done;
            if ((ulong)done < vector->Length)
            {
                break;
            }
        }
        return total;
    }

    /// <summary>Advice on what will be read, which no device needs; it is checked, as the page says.</summary>
    [RuntimeExport("posix_fadvise64")]
    private static int Advise(int file, long offset, long length, int advice)
    {
        const int lastAdvice = 5;
        return Descriptors.KindOf(file) switch
        {
            DescriptorKind.None => Errno.EBADF,
            DescriptorKind.PipeReader or DescriptorKind.PipeWriter => Errno.ESPIPE,
            _ => advice is < 0 or > lastAdvice || length < 0 ? Errno.EINVAL : 0,
        };
    }
}
