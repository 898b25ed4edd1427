using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>The terminal, as far as C programs may steer it.</summary>
internal static unsafe class UnsupportedSymbols
{
    /// <summary>The terminal's settings cannot be changed: it is always in the state that .NET wants, bytes as
    /// they come.</summary>
    [RuntimeExport("tcgetattr")]
    [Unsupported(nameof(Errno.ENOTTY), "the terminal's settings are fixed")]
    private static int GetTerminal(int file, void* settings) => Errno.Fail(Errno.ENOTTY);

    [RuntimeExport("tcsetattr")]
    [Unsupported(nameof(Errno.ENOTTY), "the terminal's settings are fixed")]
    private static int SetTerminal(int file, int actions, void* settings) => Errno.Fail(Errno.ENOTTY);

    [RuntimeExport("ioctl")]
    [Partial("only TIOCGWINSZ, on the console: ENOTTY for any other")]
    private static int DeviceControl(int file, ulong request, ushort* argument)
    {
        const ulong getWindowSize = 0x5413;
        if (request == getWindowSize && Console.Screen.Columns != 0
            && Descriptors.KindOf(file) is DescriptorKind.ConsoleInput or DescriptorKind.ConsoleOutput
                or DescriptorKind.ConsoleError)
        {
            argument[0] = (ushort)Console.Screen.Rows;
            argument[1] = (ushort)Console.Screen.Columns;
            argument[2] = 0;
            argument[3] = 0;
            return 0;
        }
        return Errno.Fail(Errno.ENOTTY);
    }
}
