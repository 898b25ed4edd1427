namespace Enso.Machine.Signals;

/// <summary>What <c>sigaction</c> set: one table for the whole system, as there is one process.</summary>
internal static unsafe class SignalTable
{
    /// <summary>Signals are 1 to 64.</summary>
    public const int Last = 64;

    /// <summary>Bytes of glibc's <c>struct sigaction</c> on x86-64.</summary>
    public const int ActionBytes = 152;

    private struct Table
    {
        public fixed ulong Handlers[Last + 1];
        public fixed ulong Flags[Last + 1];
    }

    private static Table s_table;

    /// <summary>Whether a handler is set: neither the default nor "ignore".</summary>
    public static bool HasHandler(int signal) => HandlerOf(signal) > 1;

    /// <summary>The handler's address; 0 is the default action, 1 is to ignore.</summary>
    public static ulong HandlerOf(int signal) => Pointers.Of(ref s_table.Handlers[0])[signal];

    /// <summary>Reads and sets an action, in glibc's layout: the handler, a mask of 128 bytes, the flags.</summary>
    public static void Exchange(int signal, byte* action, byte* previous)
    {
        ulong* handlers = Pointers.Of(ref s_table.Handlers[0]);
        ulong* flags = Pointers.Of(ref s_table.Flags[0]);
        if (previous != null)
        {
            Cpu.Instructions.Fill(previous, 0, ActionBytes);
            *(ulong*)previous = handlers[signal];
            *(int*)(previous + 136) = (int)flags[signal];
        }
        if (action != null)
        {
            flags[signal] = *(uint*)(action + 136);
            Volatile.Write(ref handlers[signal], *(ulong*)action);
        }
    }
}
