using System.Runtime.InteropServices;
using Enso.Machine.Boot;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Threads;
using KernelThread = Enso.Machine.Threads.Thread;
using Thread = System.Threading.Thread;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Failures planted on request (<c>plant=…</c> on the command line), so that the host can prove that it sees
/// them. Without a request they pass.</summary>
internal static unsafe class PlantedTests
{
    [KernelTest]
    internal static void Planted_failure()
    {
        byte* plant = BootInfo.FindOption("plant"u8);
        switch (plant == null ? (byte)0 : *plant)
        {
            case (byte)'a':
                Check.Equal(4, 2 + 3);
                break;
            case (byte)'e':
                throw new InvalidOperationException("planted");
            case (byte)'h':
                Instructions.DisableInterrupts();
                for (;;)
                {
                    Instructions.Pause();
                }
            case (byte)'l':
                LoseWakeUp();
                break;
            case (byte)'q':
                AtExit(&First);
                AtExit(&Second);
                Environment.Exit(0);
                break;
            case (byte)'t':
                // No interrupt table: the fault cannot be delivered, nor the double fault after it.
                byte* empty = stackalloc byte[16];
                Instructions.Fill(empty, 0, 16);
                Instructions.LoadInterruptDescriptors(empty);
                Panic.ExecuteInvalidInstruction();
                break;
            default:
                break;
        }
    }

    /// <summary>Adds a thread to the queue of a busy core as one that only that core may run, lets all others run it without
    /// telling them, and keeps this core busy too: an idle one could run it and does not know.</summary>
    private static void LoseWakeUp()
    {
        Thread spinner = new(Spin);
        spinner.Start();
        KernelThread* lost = ThreadTable.Create(64 * 1024, (ulong)(delegate*<ulong, ulong>)&Nothing, 0);
        lost->State = Machine.Threads.ThreadState.Ready;
        // Its start woke the spinner's core; wait until it is there.
        Core* busy;
        do
        {
            busy = Other();
        }
        while (busy == null);
        ulong flags = busy->RunQueue.Lock.Acquire();
        lost->Affinity = 1UL << busy->Index;
        busy->RunQueue.Add(lost, busy->Index);
        lost->Announced = lost->ReadyCount;
        // Not for the busy core itself, which would choose it at the end of its turn.
        lost->Affinity = ~(1UL << busy->Index);
        busy->RunQueue.Lock.Release(flags);
        Spin();
    }

    private static ulong Nothing(ulong argument) => 0;

    private static void Spin()
    {
        for (;;)
        {
            Instructions.Pause();
        }
    }

    /// <summary>Another core than this one that runs a .NET thread for good.</summary>
    private static Core* Other()
    {
        for (int i = 0; i < Cores.Count; i++)
        {
            Core* core = Cores.At(i);
            bool ordinary = core->Current != core->Idle && core->Current->Priority == RunQueue.Normal;
            if (ordinary && i != Thread.GetCurrentProcessorId())
            {
                return core;
            }
        }
        return null;
    }

    [DllImport("enso", EntryPoint = "atexit")]
    private static extern int AtExit(delegate* unmanaged<void> function);

    [UnmanagedCallersOnly]
    private static void First() => Log.Warning($"the first exit handler");

    [UnmanagedCallersOnly]
    private static void Second() => Log.Warning($"the second exit handler");
}
