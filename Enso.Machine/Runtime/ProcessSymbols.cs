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
    private const int MemoryBarrier = 324;
    private const int GetThreadId = 186;
    private const int BarrierQuery = 0;
    private const int BarrierPrivateExpedited = 8;
    private const int BarrierRegister = 16;

    [RuntimeExport("sysconf")]
    private static long Configuration(int name)
    {
        switch (name)
        {
            case 2: // _SC_CLK_TCK
                return 100;
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
    private static int SystemInformation(ulong* info)
    {
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
        const int openFiles = 7;
        limit[0] = resource == openFiles ? Descriptors.Maximum : ulong.MaxValue;
        limit[1] = limit[0];
        return 0;
    }

    [RuntimeExport("setrlimit64")]
    private static int SetLimit(int resource, ulong* limit) => Errno.Fail(Errno.EPERM);

    [RuntimeExport("getrusage")]
    private static int GetUsage(int who, ulong* usage)
    {
        Instructions.Fill(usage, 0, 144);
        ulong time = TimeSymbols.ProcessTime();
        usage[0] = time / Clock.Second;
        usage[1] = time % Clock.Second / 1000;
        usage[4] = AddressSpace.ResidentPages * PageTables.PageSize / 1024;
        return 0;
    }

    /// <summary>The two Linux calls that the runtime makes by number.</summary>
    [RuntimeExport("syscall")]
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

    [RuntimeExport("getuid")]
    private static int GetUser() => 0;

    [RuntimeExport("geteuid")]
    private static int GetEffectiveUser() => 0;

    [RuntimeExport("getegid")]
    private static int GetEffectiveGroup() => 0;

    [RuntimeExport("getcwd")]
    private static byte* GetDirectory(byte* buffer, ulong size)
    {
        if (buffer == null || size < 2)
        {
            Errno.Fail(Errno.EINVAL);
            return null;
        }
        buffer[0] = (byte)'/';
        buffer[1] = 0;
        return buffer;
    }

    /// <summary>Environment variables are the kernel command line's <c>NAME=value</c> options in capitals.
    /// </summary>
    [RuntimeExport("getenv")]
    private static byte* GetVariable(byte* name) => EnvironmentBlock.Find(name);

    /// <summary>The auxiliary vector: page size, clock ticks; nothing else is known.</summary>
    [RuntimeExport("getauxval")]
    private static ulong GetAuxiliary(ulong type) => type switch
    {
        6 => PageTables.PageSize, // AT_PAGESZ
        17 => 100, // AT_CLKTCK
        _ => 0,
    };

    /// <summary>The system's name and version (<c>struct utsname</c>: six fields of 65 bytes).</summary>
    [RuntimeExport("uname")]
    private static int SystemName(byte* names)
    {
        const int field = 65;
        Instructions.Fill(names, 0, 6 * field);
        CopyLiteral(names, "Enso"u8);
        CopyLiteral(names + field, "enso"u8);
        CopyLiteral(names + (2 * field), "0.1.0"u8);
        CopyLiteral(names + (3 * field), "0.1.0"u8);
        CopyLiteral(names + (4 * field), "x86_64"u8);
        return 0;
    }

    private static void CopyLiteral(byte* destination, ReadOnlySpan<byte> text)
        => Instructions.Copy(destination, Pointers.Of(text), (ulong)text.Length);

    [RuntimeExport("prctl")]
    private static int Control(int option, byte* argument)
    {
        const int setName = 15;
        if (option != setName)
        {
            return Errno.Fail(Errno.EINVAL);
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

    /// <summary>The program ended: its status is marked on the console, and the machine is switched off.</summary>
    [RuntimeExport("exit")]
    public static void Exit(int status)
    {
        Log.Info($"the program ended with status {status}; switching off");
        ProgramEnd.Finish(status);
    }

    [RuntimeExport("_exit")]
    private static void ExitNow(int status) => Exit(status);

    /// <summary>Nothing is run at exit: the machine goes off.</summary>
    [RuntimeExport("atexit")]
    private static int AtExit(void* function) => 0;

    [RuntimeExport("__cxa_atexit")]
    private static int CxaAtExit(void* function, void* argument, void* handle) => 0;
}
