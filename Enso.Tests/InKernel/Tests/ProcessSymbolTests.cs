using System.Runtime.InteropServices;
using System.Text;
using Enso.Machine.Diagnostics;
using Enso.Machine.Runtime;
using static Enso.Tests.InKernel.CLibrary;

namespace Enso.Tests.InKernel.Tests;

/// <summary>The process, its signals and its log, as C programs reach them.</summary>
internal static unsafe class ProcessSymbolTests
{
    private const int KillSignal = 9;
    private const int UserSignal = 10;

    [KernelTest]
    internal static void Kill_and_stop_can_be_neither_handled_nor_blocked()
    {
        byte* action = stackalloc byte[152];
        new Span<byte>(action, 152).Clear();
        Fails(Errno.EINVAL, SetAction(KillSignal, action, null));
        Fails(Errno.EINVAL, SetAction(65, null, action));
        Check.Equal(0, SetAction(KillSignal, null, action));
        ulong* set = stackalloc ulong[16];
        ulong* before = stackalloc ulong[16];
        ulong* after = stackalloc ulong[16];
        new Span<ulong>(set, 16).Clear();
        set[0] = (1UL << (KillSignal - 1)) | (1UL << (UserSignal - 1));
        Check.Equal(0, Mask(0, set, before));
        Check.Equal(0, Mask(2, before, after));
        Check.Equal(before[0] | (1UL << (UserSignal - 1)), after[0]);
        Check.Equal(Errno.EINVAL, Mask(3, set, null));
    }

    [KernelTest]
    internal static void Signals_reach_the_one_process_only()
    {
        Check.Equal(0, Kill(0, 0) | Kill(1, 0));
        Fails(Errno.ESRCH, Kill(2, 0));
        Fails(Errno.EINVAL, Kill(1, 65));
    }

    [KernelTest]
    internal static void What_c_programs_log_is_in_the_kernels_log()
    {
        const int debug = 7;
        ulong first = Log.Written;
        Report(debug, Text("device %s answered %ld\0"u8), (ulong)Text("eth0\0"u8), 42);
        string lines = "";
        for (ulong i = first; i < Log.Written; i++)
        {
            Line line = default;
            Check.That(Log.TryFormat(i, ref line));
            lines += Encoding.UTF8.GetString(line.Text, line.Length);
        }
        Check.That(lines.Contains("device eth0 answered 42", StringComparison.Ordinal), lines);
    }

    [KernelTest]
    internal static void A_format_can_name_the_last_error()
    {
        byte* text = stackalloc byte[64];
        Fails(Errno.EBADF, Close(NotOpen));
        Marshal.SetLastSystemError(Errno.EROFS);
        Print(text, 64, Text("%m|%s\0"u8), (ulong)Text("end\0"u8));
        Check.Equal("Read-only file system|end", Marshal.PtrToStringUTF8((IntPtr)text)!);
    }

    [KernelTest]
    internal static void What_is_not_known_of_the_system_is_said_not_to_be()
    {
        Fails(Errno.EINVAL, Configuration(9999));
        Fails(Errno.ENOSYS, SystemCall(9999, 0, 0, 0));
        Fails(Errno.EINVAL, Control(4, null));
        Fails(Errno.EFAULT, SystemName(null));
        Check.Equal(4096UL, Auxiliary(6));
        Check.Equal(0UL, Auxiliary(99));
        Check.Equal(Errno.ENOENT, Marshal.GetLastPInvokeError());
        ulong* usage = stackalloc ulong[18];
        Check.Equal(0, Usage(0, usage));
        Check.That(usage[0] + usage[1] != 0);
        Check.Equal(0, Usage(-1, usage));
        Check.Equal(0UL, usage[0] + usage[1]);
        Fails(Errno.EINVAL, Usage(5, usage));
    }

    [DllImport(Image, EntryPoint = "sigaction", SetLastError = true)]
    private static extern int SetAction(int signal, byte* action, byte* previous);

    [DllImport(Image, EntryPoint = "pthread_sigmask")]
    private static extern int Mask(int how, ulong* set, ulong* previous);

    [DllImport(Image, EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);

    [DllImport(Image, EntryPoint = "syslog")]
    private static extern void Report(int priority, byte* format, ulong first, ulong second);

    [DllImport(Image, EntryPoint = "snprintf")]
    private static extern int Print(byte* buffer, ulong size, byte* format, ulong first);

    [DllImport(Image, EntryPoint = "sysconf", SetLastError = true)]
    private static extern long Configuration(int name);

    [DllImport(Image, EntryPoint = "syscall", SetLastError = true)]
    private static extern long SystemCall(long number, long a, long b, long c);

    [DllImport(Image, EntryPoint = "prctl", SetLastError = true)]
    private static extern int Control(int option, byte* argument);

    [DllImport(Image, EntryPoint = "uname", SetLastError = true)]
    private static extern int SystemName(byte* names);

    [DllImport(Image, EntryPoint = "getauxval", SetLastError = true)]
    private static extern ulong Auxiliary(ulong type);

    [DllImport(Image, EntryPoint = "getrusage", SetLastError = true)]
    private static extern int Usage(int who, ulong* usage);
}
