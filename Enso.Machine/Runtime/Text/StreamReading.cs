using System.Runtime;
using System.Runtime.CompilerServices;
using Stream = Enso.Machine.Runtime.StreamSymbols.Stream;

namespace Enso.Machine.Runtime.Text;

/// <summary>The functions of <c>stdio.h</c> that read from a stream or tell of its state. A <c>FILE*</c> points at a
/// descriptor and a word of flags; nothing is read ahead.</summary>
/// <remarks>SAFETY: the streams and buffers are the C caller's promise.</remarks>
internal static unsafe class StreamReading
{
    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;

    [MethodImpl(Direct), RuntimeImport("*", "read")]
    private static extern long Read(int file, byte* buffer, long count);

    [MethodImpl(Direct), RuntimeImport("*", "lseek64")]
    private static extern long Seek(int file, long offset, int whence);

    /// <summary>Reads items; returns how many were read whole.</summary>
    [RuntimeExport("fread")]
    private static ulong ReadItems(byte* items, ulong size, ulong count, Stream* stream)
    {
        if (size == 0 || count == 0)
        {
            return 0;
        }
        ulong wanted = size * count;
        ulong done = 0;
        while (done < wanted && Take(stream, items + done, wanted - done, &done))
        {
        }
        return done / size;
    }

    /// <summary>Reads up to and with a line feed, or as much as the buffer holds; null at the end.</summary>
    [RuntimeExport("fgets")]
    private static byte* ReadLine(byte* buffer, int size, Stream* stream)
    {
        if (size <= 0)
        {
            return null;
        }
        ulong room = (ulong)size - 1;
        ulong done = 0;
        while (done < room && Take(stream, buffer + done, 1, &done) && buffer[done - 1] != '\n')
        {
        }
        if (done == 0 && room != 0)
        {
            return null;
        }
        buffer[done] = 0;
        return (stream->Flags & Stream.Failed) == 0 ? buffer : null;
    }

    /// <summary>Reads once and adds what came to a count; false, with the flag set, when nothing did.</summary>
    internal static bool Take(Stream* stream, byte* buffer, ulong count, ulong* done)
    {
        long read = Read(stream->File, buffer, count > long.MaxValue ? long.MaxValue : (long)count);
        if (read > 0)
        {
            *done += (ulong)read;
            return true;
        }
        stream->Flags |= read == 0 ? Stream.AtEnd : Stream.Failed;
        return false;
    }

    [RuntimeExport("feof")]
    private static int IsAtEnd(Stream* stream) => stream->Flags & Stream.AtEnd;

    [RuntimeExport("ferror")]
    [Partial("tells of reads only; a write's result tells of it")]
    private static int HasFailed(Stream* stream) => stream->Flags & Stream.Failed;

    [RuntimeExport("clearerr")]
    private static void Clear(Stream* stream) => stream->Flags &= ~(Stream.AtEnd | Stream.Failed);

    [RuntimeExport("fileno")]
    private static int DescriptorOf(Stream* stream) => stream->File;

    [RuntimeExport("fseek")]
    private static int MoveTo(Stream* stream, long offset, int whence)
    {
        if (Seek(stream->File, offset, whence) < 0)
        {
            return -1;
        }
        stream->Flags &= ~Stream.AtEnd;
        return 0;
    }

    [RuntimeExport("ftell")]
    private static long Position(Stream* stream)
    {
        const int fromHere = 1; // SEEK_CUR
        return Seek(stream->File, 0, fromHere);
    }
}
