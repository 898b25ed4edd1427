using System.Runtime.InteropServices;
using Enso.Machine.Threads;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>threads</c>: every thread, its state and what it used.</summary>
internal sealed unsafe class ThreadsCommand : ShellCommand
{
    private const int Room = 64;

    /// <inheritdoc/>
    public override string Name => "threads";

    /// <inheritdoc/>
    public override string Summary => "the threads, their state, core, time and stack";

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        // Threads may start meanwhile: a little room, and what does not fit is counted.
        int capacity = ThreadTable.Count + Room;
        Machine.Threads.Thread* copies
            = (Machine.Threads.Thread*)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(Machine.Threads.Thread));
        try
        {
            int count = ThreadTable.Snapshot(copies, capacity);
            Table table = new("id", "name", "state", "core", "cores", "priority", "ran", "stack");
            for (int i = count - 1; i >= 0; i--)
            {
                Machine.Threads.Thread* thread = copies + i;
                string name = Format.Text(thread->Name);
                table.Add($"{thread->Id}", name.Length == 0 ? "-" : name, thread->State.ToString().ToLowerInvariant(),
                    $"{thread->LastCore}", CoresOf(thread->Affinity), $"{thread->Priority}", Format.Seconds(thread->RunTime),
                    Format.Size(thread->StackBytes));
            }
            context.Write(table);
        }
        finally
        {
            NativeMemory.Free(copies);
        }
        return 0;
    }

    /// <summary>The cores that a thread may run on: all, or their numbers.</summary>
    private static string CoresOf(ulong affinity)
    {
        ulong online = Machine.Cpu.Cores.OnlineMask;
        return (affinity & online) == online
            ? "all"
            : string.Join(',', Enumerable.Range(0, 64).Where(core => (affinity & online & (1UL << core)) != 0));
    }
}
