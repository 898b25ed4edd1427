using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Runtime.Text;

namespace Enso.Machine.Runtime;

/// <summary>Opening, closing and reading streams (POSIX.1-2017 stdio.h). A <c>FILE*</c> points at the descriptor, then
/// at flags; nothing is buffered. Writing is in <see cref="StreamPrinting"/>, more reading in
/// <see cref="StreamReading"/>.</summary>
internal static unsafe class StreamSymbols
{
    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;
    private const ulong FirstLineBytes = 120;

    /// <summary>What a <c>FILE*</c> points at; <c>data.S</c> has those of <c>stdin</c>, <c>stdout</c> and <c>stderr</c>.</summary>
    internal struct Stream
    {
        /// <summary>Flag: the structure came from <c>malloc</c>.</summary>
        public const int Allocated = 1;

        /// <summary>Flag: a read has met the end of the file.</summary>
        public const int AtEnd = 2;

        /// <summary>Flag: a read has failed.</summary>
        public const int Failed = 4;

        /// <summary>The descriptor.</summary>
        public int File;

        /// <summary>Flags.</summary>
        public int Flags;
    }

    [MethodImpl(Direct), RuntimeImport("*", "open64")]
    private static extern int OpenFile(byte* path, int flags, int mode);

    [MethodImpl(Direct), RuntimeImport("*", "close")]
    private static extern int CloseFile(int file);

    [MethodImpl(Direct), RuntimeImport("*", "realloc")]
    private static extern void* Resize(void* block, ulong bytes);

    [RuntimeExport("fopen64")]
    private static Stream* Open(byte* path, byte* mode)
    {
        const int everyone = 0x1B6; // 0666
        int flags = FlagsOf(mode);
        if (flags < 0)
        {
            return (Stream*)Errno.FailNull(Errno.EINVAL);
        }
        int file = OpenFile(path, flags, everyone);
        if (file < 0)
        {
            return null;
        }
        Stream* stream = (Stream*)TextImports.Allocate((ulong)sizeof(Stream));
        if (stream == null)
        {
            CloseFile(file);
            return null;
        }
        stream->File = file;
        stream->Flags = Stream.Allocated;
        return stream;
    }

    [RuntimeExport("fopen")]
    private static Stream* OpenAlias(byte* path, byte* mode) => Open(path, mode);

    /// <summary>The flags of <c>open</c> for a mode; -1 for one that does not begin with r, w or a.</summary>
    private static int FlagsOf(byte* mode)
    {
        const int writeOnly = 1;
        const int readWrite = 2;
        const int create = 0x40;
        const int truncate = 0x200;
        const int append = 0x400;
        int access = *mode == 'r' ? 0 : writeOnly;
        for (byte* letter = mode; *letter != 0; letter++)
        {
            access = *letter == '+' ? readWrite : access;
        }
        return *mode switch
        {
            (byte)'r' => access,
            (byte)'w' => access | create | truncate,
            (byte)'a' => access | create | append,
            _ => -1,
        };
    }

    [RuntimeExport("fclose")]
    private static int Close(Stream* stream)
    {
        int file = stream->File;
        if ((stream->Flags & Stream.Allocated) != 0)
        {
            TextImports.Free(stream);
        }
        return CloseFile(file);
    }

    /// <summary>Nothing is kept back, so there is nothing to write.</summary>
    [RuntimeExport("fflush")]
    private static int Flush(Stream* stream) => 0;

    /// <summary>Reads up to and with a delimiter into a block from <c>malloc</c>, which it enlarges.</summary>
    /// <returns>The bytes read; -1 at the end of the file or for an error.</returns>
    [RuntimeExport("__getdelim")]
    private static long ReadDelimited(byte** line, ulong* capacity, int delimiter, Stream* stream)
    {
        if (line == null || capacity == null)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        if (*line == null)
        {
            *capacity = 0;
        }
        ulong length = 0;
        for (;;)
        {
            // Room for one more byte and the terminator.
            if (length + 2 > *capacity)
            {
                ulong enlarged = *capacity < FirstLineBytes ? FirstLineBytes : *capacity * 2;
                byte* moved = (byte*)Resize(*line, enlarged);
                if (moved == null)
                {
                    return -1;
                }
                *line = moved;
                *capacity = enlarged;
            }
            byte* at = *line + length;
            ulong read = 0;
            if (!StreamReading.Take(stream, at, 1, &read))
            {
                *at = 0;
                return length == 0 ? -1 : (long)length;
            }
            length++;
            if (*at == (byte)delimiter)
            {
                at[1] = 0;
                return (long)length;
            }
        }
    }
}
