using System.Runtime;
using Enso.Machine.Console;

namespace Enso.Machine.Runtime;

/// <summary>The terminal, as the runtime's archives call it (POSIX.1-2017 termios.h; Linux ioctl_tty(2)).</summary>
internal static unsafe class TerminalSymbols
{
    private const int SetAfterFlush = 2; // TCSAFLUSH
    private const ulong GetWindowSize = 0x5413; // TIOCGWINSZ
    private const ulong SetWindowSize = 0x5414; // TIOCSWINSZ
    private const ulong GetWaiting = 0x541B; // FIONREAD

    [RuntimeExport("isatty")]
    private static int IsTerminal(int file)
        => Descriptors.IsTerminal(file) ? 1 : FailNotTerminal(file) + 1;

    [RuntimeExport("tcgetattr")]
    private static int GetSettings(int file, TerminalSettings* settings)
    {
        if (!Descriptors.IsTerminal(file))
        {
            return FailNotTerminal(file);
        }
        *settings = ConsoleTerminal.Settings;
        return 0;
    }

    /// <summary>What was written is out when the call that wrote it returns, so "after draining" is "now".</summary>
    [RuntimeExport("tcsetattr")]
    [Partial("there is no parity, no delay, no job control, no flow control of input: their flags stay off, speed and size "
        + "of characters as they are")]
    private static int SetSettings(int file, int when, TerminalSettings* settings)
    {
        if (!Descriptors.IsTerminal(file))
        {
            return FailNotTerminal(file);
        }
        if (when is < 0 or > SetAfterFlush)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        ConsoleTerminal.Change(*settings, when == SetAfterFlush);
        return 0;
    }

    [RuntimeExport("ioctl")]
    [Partial("only TIOCGWINSZ, TIOCSWINSZ and FIONREAD, on the terminal")]
    private static int DeviceControl(int file, ulong request, void* argument)
    {
        if (!Descriptors.IsTerminal(file))
        {
            return FailNotTerminal(file);
        }
        ushort* size = (ushort*)argument;
        switch (request)
        {
            case GetWindowSize:
                SerialTerminal.GetSize(out int rows, out int columns);
                size[0] = (ushort)rows;
                size[1] = (ushort)columns;
                size[2] = 0; // pixels: not known
                size[3] = 0;
                return 0;
            case SetWindowSize:
                SerialTerminal.SetSize(size[0], size[1]);
                return 0;
            case GetWaiting:
                *(int*)argument = ConsoleTerminal.Waiting;
                return 0;
            default:
                return Errno.Fail(Errno.EINVAL);
        }
    }

    private static int FailNotTerminal(int file)
        => Errno.Fail(Descriptors.KindOf(file) == DescriptorKind.None ? Errno.EBADF : Errno.ENOTTY);
}
