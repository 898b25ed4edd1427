using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>What C programs want to run when the program ends (POSIX.1-2017 atexit; Itanium C++ ABI, 3.3.6): the last
/// that was added runs first.</summary>
internal static unsafe class ExitHandlers
{
    /// <summary>Handlers at most; POSIX asks for 32.</summary>
    public const int Capacity = 64;

    private struct Table
    {
        public fixed ulong Functions[Capacity];
        public fixed ulong Arguments[Capacity];
    }

    private static SpinLock s_lock;

    // Guarded by s_lock.
    private static Table s_table;
    private static int s_count;

    /// <summary>Adds a function; -1 when the table is full.</summary>
    [RuntimeExport("atexit")]
    private static int Add(ulong function) => AddWithArgument(function, 0, 0);

    /// <summary>Adds a function of one argument. There is one image, so a handle of one says nothing.</summary>
    [RuntimeExport("__cxa_atexit")]
    private static int AddWithArgument(ulong function, ulong argument, ulong handle)
    {
        ulong flags = s_lock.Acquire();
        bool fits = s_count < Capacity;
        if (fits)
        {
            Pointers.Of(ref s_table.Functions[0])[s_count] = function;
            Pointers.Of(ref s_table.Arguments[0])[s_count] = argument;
            s_count++;
        }
        s_lock.Release(flags);
        return fits ? 0 : -1;
    }

    /// <summary>Runs each handler once, those too that a handler adds.</summary>
    public static void Run()
    {
        for (;;)
        {
            ulong flags = s_lock.Acquire();
            bool any = s_count != 0;
            s_count -= any ? 1 : 0;
            ulong function = Pointers.Of(ref s_table.Functions[0])[s_count];
            ulong argument = Pointers.Of(ref s_table.Arguments[0])[s_count];
            s_lock.Release(flags);
            if (!any)
            {
                return;
            }
            // A managed function pointer although the function is C: see SignalDelivery. A function without
            // parameters does not mind one in a register.
            ((delegate*<ulong, void>)function)(argument);
        }
    }
}
