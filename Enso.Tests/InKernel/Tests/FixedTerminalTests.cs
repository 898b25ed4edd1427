using System.Runtime.InteropServices;
using Enso.Machine.Runtime;
using static Enso.Tests.InKernel.CLibrary;

namespace Enso.Tests.InKernel.Tests;

/// <summary>The terminal has no settings to read or change.</summary>
internal static unsafe class FixedTerminalTests
{
    [KernelTest]
    internal static void The_terminals_settings_can_be_neither_read_nor_set()
    {
        byte* settings = stackalloc byte[60];
        Fails(Errno.ENOTTY, GetSettings(0, settings));
        Fails(Errno.ENOTTY, SetSettings(0, 0, settings));
    }

    [DllImport(Image, EntryPoint = "tcgetattr", SetLastError = true)]
    private static extern int GetSettings(int file, byte* settings);

    [DllImport(Image, EntryPoint = "tcsetattr", SetLastError = true)]
    private static extern int SetSettings(int file, int actions, byte* settings);
}
