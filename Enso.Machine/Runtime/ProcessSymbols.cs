using System.Runtime;
using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;
using Enso.Machine.Signals;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>The process, its image and its system, as the runtime's archives ask for them.</summary>
internal static unsafe class ProcessSymbols
{
    private const int ClockTicks = 100;
    private const int OpenFiles = 7; // RLIMIT_NOFILE
    private const int LastLimit = 15; // RLIMIT_RTTIME
    private const int MemoryBarrier = 324;
    private const int GetThreadId = 186;
    private const int BarrierQuery = 0;
    private const int BarrierPrivateExpedited = 8;
    private const int BarrierRegister = 16;

    [RuntimeExport("sysconf")]
    [Partial("knows clock ticks, descriptors, page size, processors, memory and caches; EINVAL for other names")]
    private static long Configuration(int name)
    {
        switch (name)
        {
            case 2: // _SC_CLK_TCK
                return ClockTicks;
            case 4: // _SC_OPEN_MAX
                return Descriptors.Maximum;
            case 30: // _SC_PAGESIZE
                return (long)PageTables.PageSize;
            case 83: // _SC_NPROCESSORS_CONF
                return Cores.Count;
            case 84: // _SC_NPROCESSORS_ONLN
                return Cores.OnlineCount;
            case 85: // _SC_PHYS_PAGES
                return (long)(Frames.UsableBytes / PageTables.PageSize);
            case 86: // _SC_AVPHYS_PAGES
                return (long)(Frames.FreeBytes / PageTables.PageSize);
            case >= FirstCacheName and < FirstCacheName + (3 * Caches.Count):
                return CacheConfiguration(name - FirstCacheName);
            default:
                return Errno.Fail(Errno.EINVAL);
        }
    }

    /// <summary>_SC_LEVEL1_ICACHE_SIZE; then its associativity and line size, then the same of the next cache.</summary>
    private const int FirstCacheName = 185;

    private static long CacheConfiguration(int offset) => (offset % 3) switch
    {
        0 => (long)Caches.Bytes(offset / 3),
        1 => Caches.Ways(offset / 3),
        _ => Caches.LineBytes(offset / 3),
    };

    [RuntimeExport("sysinfo")]
    [Partial("the load averages are 0")]
    private static int SystemInformation(ulong* info)
    {
        if (info == null)
        {
            return Errno.Fail(Errno.EFAULT);
        }
        Instructions.Fill(info, 0, 112);
        info[0] = Clock.Now() / Clock.Second;
        info[4] = Frames.UsableBytes;
        info[5] = Frames.FreeBytes;
        *(ushort*)((byte*)info + 80) = (ushort)ThreadTable.Count;
        *(uint*)((byte*)info + 104) = 1; // mem_unit
        return 0;
    }

    [RuntimeExport("getrlimit64")]
    private static int GetLimit(int resource, ulong* limit)
    {
        if (resource is < 0 or > LastLimit || limit == null)
        {
            return Errno.Fail(limit == null ? Errno.EFAULT : Errno.EINVAL);
        }
        limit[0] = resource == OpenFiles ? Descriptors.Maximum : ulong.MaxValue;
        limit[1] = limit[0];
        return 0;
    }

    [RuntimeExport("setrlimit64")]
    [Partial("limits stay as they are: EPERM for any other")]
    private static int SetLimit(int resource, ulong* limit)
    {
        if (resource is < 0 or > LastLimit || limit == null)
        {
            return Errno.Fail(limit == null ? Errno.EFAULT : Errno.EINVAL);
        }
        ulong* current = stackalloc ulong[2];
        GetLimit(resource, current);
        bool same = limit[0] == current[0] && limit[1] == current[1];
        return Errno.Result(same ? 0 : limit[0] > limit[1] ? Errno.EINVAL : Errno.EPERM);
    }

    [RuntimeExport("getrusage")]
    [Partial("only processor time, none of it as system time, and the memory in use now as the largest so far; "
        + "RUSAGE_THREAD is EINVAL")]
    private static int GetUsage(int who, ulong* usage)
    {
        const int self = 0;
        const int children = -1;
        if (who is not self and not children || usage == null)
        {
            return Errno.Fail(usage == null ? Errno.EFAULT : Errno.EINVAL);
        }
        Instructions.Fill(usage, 0, 144);
        if (who == children)
        {
            return 0;
        }
        ulong time = TimeSymbols.ProcessTime();
        usage[0] = time / Clock.Second;
        usage[1] = time % Clock.Second / 1000;
        usage[4] = AddressSpace.ResidentPages * PageTables.PageSize / 1024;
        return 0;
    }

    /// <summary>The two Linux calls that the runtime makes by number.</summary>
    [RuntimeExport("syscall")]
    [Partial("only gettid and membarrier: ENOSYS for every other number")]
    private static long SystemCall(long number, long a, long b, long c)
    {
        if (number == GetThreadId)
        {
            return (long)Thread.This()->Id;
        }
        if (number != MemoryBarrier)
        {
            return Errno.Fail(Errno.ENOSYS);
        }
        switch (a)
        {
            case BarrierQuery:
                return BarrierPrivateExpedited | BarrierRegister;
            case BarrierPrivateExpedited:
                InterProcessor.BarrierEverywhere();
                return 0;
            case BarrierRegister:
                return 0;
            default:
                return Errno.Fail(Errno.EINVAL);
        }
    }

    [RuntimeExport("getpid")]
    private static int GetProcess() => SignalDelivery.ProcessId;

    [RuntimeExport("gettid")]
    private static int GetThread() => (int)Thread.This()->Id;

    /// <summary>Environment variables are the kernel command line's <c>NAME=value</c> options in capitals.
    /// </summary>
    [RuntimeExport("getenv")]
    private static byte* GetVariable(byte* name) => EnvironmentBlock.Find(name);

    /// <summary>The auxiliary vector: page size, clock ticks, the image's path; it has no other entries.</summary>
    [RuntimeExport("getauxval")]
    private static ulong GetAuxiliary(ulong type)
    {
        switch (type)
        {
            case 6: // AT_PAGESZ
                return PageTables.PageSize;
            case 17: // AT_CLKTCK
                return ClockTicks;
            case 31: // AT_EXECFN
                return (ulong)ImageLayout.Path();
            default:
                Errno.Fail(Errno.ENOENT);
                return 0;
        }
    }

    /// <summary>The system's name and version (<c>struct utsname</c>: six fields of 65 bytes).</summary>
    [RuntimeExport("uname")]
    private static int SystemName(byte* names)
    {
        const int field = 65;
        if (names == null)
        {
            return Errno.Fail(Errno.EFAULT);
        }
        Instructions.Fill(names, 0, 6 * field);
        CopyLiteral(names, "Enso"u8);
        Text.StringFunctions.Copy(names + field, HostNameSymbols.Name);
        CopyLiteral(names + (2 * field), "0.1.0"u8);
        CopyLiteral(names + (3 * field), "0.1.0"u8);
        CopyLiteral(names + (4 * field), "x86_64"u8);
        return 0;
    }

    private static void CopyLiteral(byte* destination, ReadOnlySpan<byte> text)
        => Instructions.Copy(destination, Pointers.Of(text), (ulong)text.Length);

    [RuntimeExport("prctl")]
    [Partial("only PR_SET_NAME: EINVAL for any other")]
    private static int Control(int option, byte* argument)
    {
        const int setName = 15;
        if (option != setName || argument == null)
        {
            return Errno.Fail(option == setName ? Errno.EFAULT : Errno.EINVAL);
        }
        ThreadTable.SetName(Thread.This(), argument);
        return 0;
    }

    [RuntimeExport("dl_iterate_phdr")]
    private static int IterateHeaders(delegate*<ulong*, ulong, void*, int> callback, void* data)
    {
        byte* elf = ImageLayout.ElfHeader();
        ulong* info = stackalloc ulong[8];
        Instructions.Fill(info, 0, 64);
        info[1] = (ulong)Pointers.Of("enso\0"u8);
        info[2] = (ulong)(elf + *(ulong*)(elf + 32));
        info[3] = *(ushort*)(elf + 56);
        info[4] = 1;
        return callback(info, 64, data);
    }

    [RuntimeExport("dladdr")]
    [Partial("names the image, and no symbol in it")]
    private static int FindImage(ulong address, ulong* info)
    {
        if (address < ImageLayout.Start() || address >= ImageLayout.End())
        {
            return 0;
        }
        info[0] = (ulong)Pointers.Of("enso\0"u8);
        info[1] = ImageLayout.Start();
        info[2] = 0;
        info[3] = 0;
        return 1;
    }

    [RuntimeExport("abort")]
    [Partial("raises no SIGABRT first: a program ends with status 134, a kernel stops with a report")]
    private static void Abort()
    {
        if (ImageLayout.IsProgram())
        {
            // The runtime has reported why: an exception that nobody handled, FailFast, or a fault of its own.
            ProgramEnd.Finish(ProgramEnd.Aborted);
        }
        Panic.Halt($"abort: the runtime found a state that it cannot go on from");
    }

    [RuntimeExport("__stack_chk_fail")]
    private static void StackCheckFailed() => Panic.Halt($"a function of the runtime wrote past its stack frame");

    [RuntimeExport("__cxa_pure_virtual")]
    private static void PureVirtual() => Panic.Halt($"a pure virtual function was called");

    /// <summary>The program ended: its exit handlers run, its status is marked on the console, and the machine is
    /// switched off.</summary>
    [RuntimeExport("exit")]
    public static void Exit(int status)
    {
        ExitHandlers.Run();
        ExitNow(status);
    }

    [RuntimeExport("_exit")]
    private static void ExitNow(int status)
    {
        Log.Info($"the program ended with status {status}; switching off");
        ProgramEnd.Finish(status);
    }
}
