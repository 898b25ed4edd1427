using System.Runtime;
using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>Files, as the runtime's archives call them (POSIX.1-2017 unistd.h, fcntl.h, poll.h).</summary>
internal static unsafe class FileSymbols
{
    private const int DuplicateCloseOnExec = 1030;
    private const short PollIn = 1;
    private const short PollOut = 4;
    private const short PollError = 8;
    private const short PollHangUp = 0x10;
    private const short PollInvalid = 0x20;

#pragma warning disable CS0649 // The caller fills these in.
    private struct PollDescriptor
    {
        public int File;
        public short Events;
        public short Results;
    }
#pragma warning restore CS0649

    [RuntimeExport("open64")]
    [Partial("directories cannot be opened: EACCES")]
    private static int Open(byte* path, int flags, int mode)
    {
        FileNode node;
        int error = FileTree.FindToOpen(path, flags, &node);
        if (error != 0)
        {
            return Errno.Fail(error);
        }
        int file = Descriptors.Open(Device(node), null, 0);
        return file < 0 ? Errno.Fail(Errno.EMFILE) : file;
    }

    [RuntimeExport("open")]
    private static int OpenAlias(byte* path, int flags, int mode) => Open(path, flags, mode);

    private static DescriptorKind Device(FileNode node) => node switch
    {
        FileNode.Null => DescriptorKind.Null,
        FileNode.Zero => DescriptorKind.Zero,
        FileNode.Random or FileNode.UrgentRandom => DescriptorKind.Random,
        FileNode.TerminalDescription => DescriptorKind.TerminalDescription,
        _ => DescriptorKind.Terminal,
    };

    [RuntimeExport("close")]
    private static int Close(int file) => Descriptors.Close(file) ? 0 : Errno.Fail(Errno.EBADF);

    [RuntimeExport("read")]
    private static long Read(int file, byte* buffer, long count)
    {
        switch (Descriptors.KindOf(file))
        {
            case DescriptorKind.Terminal:
                return ConsoleTerminal.Read(buffer, count > int.MaxValue ? int.MaxValue : (int)count);
            case DescriptorKind.SerialInput:
                return SerialInput.Read(buffer, count);
            case DescriptorKind.TerminalDescription:
                ref ulong position = ref Descriptors.PositionOf(file);
                ulong taken = TerminalDescription.Read(buffer, (ulong)count, position);
                position += taken;
                return (long)taken;
            case DescriptorKind.PipeReader:
                return Pipe.Read(Descriptors.PipeOf(file), buffer, count);
            case DescriptorKind.Null:
                return 0;
            case DescriptorKind.Zero:
                Instructions.Fill(buffer, 0, (ulong)count);
                return count;
            case DescriptorKind.Random:
                RandomBytes.Fill(buffer, (ulong)count);
                return count;
            default:
                return Errno.Fail(Errno.EBADF);
        }
    }

    [RuntimeExport("write")]
    private static long Write(int file, byte* buffer, long count)
    {
        switch (Descriptors.KindOf(file))
        {
            case DescriptorKind.Terminal:
                TerminalOutput.Write(buffer, (ulong)count);
                return count;
            case DescriptorKind.MarkedOutput:
                TerminalOutput.WriteMarked(buffer, (ulong)count, isError: false);
                return count;
            case DescriptorKind.MarkedError:
                TerminalOutput.WriteMarked(buffer, (ulong)count, isError: true);
                return count;
            case DescriptorKind.PipeWriter:
                long written = Pipe.Write(Descriptors.PipeOf(file), buffer, count);
                return written < 0 ? Errno.Fail(Errno.EPIPE) : written;
            case DescriptorKind.Null:
            case DescriptorKind.Zero:
            case DescriptorKind.Random:
                return count;
            default:
                return Errno.Fail(Errno.EBADF);
        }
    }

    [RuntimeExport("pipe2")]
    [Partial("O_NONBLOCK and O_CLOEXEC are taken and do nothing")]
    private static int Pipe2(int* files, int flags)
    {
        Pipe* pipe = Pipe.Create();
        if (pipe == null)
        {
            return Errno.Fail(Errno.ENOMEM);
        }
        files[0] = Descriptors.Open(DescriptorKind.PipeReader, pipe, 0);
        files[1] = Descriptors.Open(DescriptorKind.PipeWriter, pipe, 0);
        if (files[0] >= 0 && files[1] >= 0)
        {
            return 0;
        }
        Descriptors.Close(files[0]);
        Descriptors.Close(files[1]);
        return Errno.Fail(Errno.EMFILE);
    }

    [RuntimeExport("pipe")]
    private static int OpenPipe(int* files) => Pipe2(files, 0);

    [RuntimeExport("fcntl")]
    [Partial("duplicates descriptors; their flags and those of their files are not kept")]
    private static int Control(int file, int command, long argument)
    {
        DescriptorKind kind = Descriptors.KindOf(file);
        if (kind == DescriptorKind.None)
        {
            return Errno.Fail(Errno.EBADF);
        }
        switch (command)
        {
            case 0: // F_DUPFD
            case DuplicateCloseOnExec:
                if (argument is < 0 or >= Descriptors.Maximum)
                {
                    return Errno.Fail(Errno.EINVAL);
                }
                int copy = Descriptors.Open(kind, Descriptors.PipeOf(file), (int)argument);
                if (copy < 0)
                {
                    return Errno.Fail(Errno.EMFILE);
                }
                Descriptors.PositionOf(copy) = Descriptors.PositionOf(file);
                return copy;
            case 1: // F_GETFD
            case 2: // F_SETFD
            case 4: // F_SETFL
                return 0;
            case 3: // F_GETFL: O_RDWR
                return 2;
            default:
                return Errno.Fail(Errno.EINVAL);
        }
    }

    [RuntimeExport("dup")]
    private static int Duplicate(int file) => Control(file, 0, 0);

    [RuntimeExport("dup2")]
    private static int DuplicateTo(int from, int to)
        => Descriptors.Duplicate(from, to) ? to : Errno.Fail(Errno.EBADF);

    [RuntimeExport("lseek64")]
    [Partial("of what can be open, only the terminal's description has a position: ESPIPE")]
    private static long Seek(int file, long offset, int whence)
    {
        DescriptorKind kind = Descriptors.KindOf(file);
        if (kind != DescriptorKind.TerminalDescription)
        {
            return Errno.Fail(kind == DescriptorKind.None ? Errno.EBADF : Errno.ESPIPE);
        }
        ref ulong position = ref Descriptors.PositionOf(file);
        long from = whence switch
        {
            0 => 0, // SEEK_SET
            1 => (long)position, // SEEK_CUR
            2 => (long)TerminalDescription.Length(), // SEEK_END
            _ => -1,
        };
        if (from < 0 || offset < -from || offset > long.MaxValue - from)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        position = (ulong)(from + offset);
        return (long)position;
    }

    /// <summary>Looks at the descriptors, and again whenever one of the system may have become ready, until one is
    /// or the time is up.</summary>
    [RuntimeExport("poll")]
    [Partial("of the events only POLLIN and POLLOUT are known")]
    private static int Poll(PollDescriptor* descriptors, ulong count, int milliseconds)
    {
        // 0 stands for never where the kernel waits.
        ulong end = milliseconds < 0 ? 0 : Clock.Now() + ((ulong)milliseconds * 1_000_000);
        for (;;)
        {
            int seen = Readiness.Current;
            bool isLate = milliseconds >= 0 && Clock.Now() >= end;
            int ready = 0;
            for (ulong i = 0; i < count; i++)
            {
                descriptors[i].Results = Results(descriptors + i);
                ready += descriptors[i].Results != 0 ? 1 : 0;
            }
            if (ready != 0 || isLate)
            {
                return ready;
            }
            Readiness.Wait(seen, end);
        }
    }

    private static short Results(PollDescriptor* descriptor)
    {
        int file = descriptor->File;
        if (file < 0)
        {
            return 0;
        }
        DescriptorKind kind = Descriptors.KindOf(file);
        if (kind == DescriptorKind.None)
        {
            return PollInvalid;
        }
        int results = (descriptor->Events & PollIn) != 0 && Descriptors.IsReadable(file) ? PollIn : 0;
        results |= (descriptor->Events & PollOut) != 0 && Descriptors.IsWritable(file) ? PollOut : 0;
        results |= kind == DescriptorKind.PipeReader && Pipe.IsEnded(Descriptors.PipeOf(file)) ? PollHangUp : 0;
        results |= kind == DescriptorKind.PipeWriter && Pipe.IsBroken(Descriptors.PipeOf(file)) ? PollError : 0;
        return (short)results;
    }
}
