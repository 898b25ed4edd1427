using System.Diagnostics;
using Enso.Machine.Boot;
using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Firmware;
using Enso.Machine.Interrupts;
using Enso.Machine.Runtime;
using Enso.Machine.Time;

namespace Enso.Tests.InKernel.Tests;

internal static unsafe class MachineTests
{
    private static int s_taken;
    private static int s_takenOn;

    [KernelTest]
    internal static void The_firmware_tables_that_are_needed_were_found()
    {
        Check.That(Acpi.Find("APIC"u8) != null);
        Check.That(Acpi.Find("FACP"u8) != null);
        Check.That(Acpi.HpetAddress != 0 || Acpi.TimerPort != 0);
        Check.Equal(0, Acpi.BadTables);
    }

    [KernelTest]
    internal static void Every_core_has_descriptor_tables_and_interrupt_stacks_of_its_own()
    {
        for (int i = 0; i < Cores.Count; i++)
        {
            Core* core = Cores.At(i);
            Check.That(core->Self == core);
            ulong stack = *(ulong*)(core->TaskState + 36);
            Check.That(DescriptorTables.IsInterruptStack(core, stack - 8));
            for (int k = 0; k < i; k++)
            {
                Check.That(!DescriptorTables.IsInterruptStack(Cores.At(k), stack - 8));
            }
        }
    }

    [KernelTest]
    internal static void An_interrupt_can_be_sent_to_every_core()
    {
        const int vector = 0x70;
        InterruptDispatch.SetHandler(vector, &OnTest);
        for (int i = 0; i < Cores.Count; i++)
        {
            int before = Volatile.Read(ref s_taken);
            LocalApic.Send(Cores.At(i)->ApicId, vector);
            WaitFor(() => Volatile.Read(ref s_taken) != before);
            Check.Equal(i, s_takenOn);
        }
    }

    private static void OnTest()
    {
        s_takenOn = Core.This()->Index;
        Volatile.Write(ref s_taken, s_taken + 1);
    }

    [KernelTest]
    internal static void A_message_signalled_interrupt_reaches_its_core()
    {
        Check.Equal(0xFEE0_3000UL, MessageSignalled.AddressFor(3));
        Check.Equal(0x51u, MessageSignalled.DataFor(0x51));
        // The HPET's timers can send messages (specification 1.0a, 2.3.8 to 2.3.10): no driver is needed.
        byte* hpet = (byte*)Machine.Memory.PageTables.Direct(Acpi.HpetAddress);
        const int timer = 0x100;
        const ulong messagesSupported = 1 << 15;
        if (Acpi.HpetAddress == 0 || (Volatile.Read(ref *(ulong*)(hpet + timer)) & messagesSupported) == 0)
        {
            return;
        }
        const int vector = 0x72;
        InterruptDispatch.SetHandler(vector, &OnTest);
        int target = Cores.Count - 1;
        int before = Volatile.Read(ref s_taken);
        Volatile.Write(ref *(ulong*)(hpet + timer + 0x10),
            (MessageSignalled.AddressFor(Cores.At(target)->ApicId) << 32) | MessageSignalled.DataFor(vector));
        Volatile.Write(ref *(ulong*)(hpet + timer + 0x08), Hpet.Read() + (Hpet.Frequency / 100));
        Volatile.Write(ref *(ulong*)(hpet + timer), (1UL << 14) | (1UL << 2)); // messages, interrupts on
        WaitFor(() => Volatile.Read(ref s_taken) != before);
        Volatile.Write(ref *(ulong*)(hpet + timer), 0);
        Check.Equal(target, s_takenOn);
    }

    [KernelTest]
    internal static void An_interrupt_line_is_routed_masked_and_unmasked()
    {
        Check.That(IoApic.Count > 0);
        const uint unused = 23;
        Check.That(IoApic.Route(unused, 0x71, Cores.At(0)->ApicId, true, true));
        IoApic.SetMasked(unused, false);
        IoApic.SetMasked(unused, true);
        Check.That(!IoApic.Route(10_000, 0x71, Cores.At(0)->ApicId, false, false));
    }

    [KernelTest]
    internal static void The_clock_goes_forward_on_every_core_and_agrees()
    {
        ulong last = Clock.Now();
        for (int i = 0; i < 100_000; i++)
        {
            ulong now = Clock.Now();
            Check.That(now >= last);
            last = now;
        }
        Check.That(Clock.TimestampFrequency > 100_000_000);
        Check.That(Clock.ApicFrequency > 1_000_000);
    }

    [KernelTest]
    internal static void The_wall_clock_is_in_this_century()
        => Check.That(DateTime.UtcNow.Year is >= 2024 and < 2100, $"{DateTime.UtcNow}");

    [KernelTest]
    internal static void A_barrier_interrupts_every_core()
    {
        ulong before = InterProcessor.Barriers;
        Interlocked.MemoryBarrierProcessWide();
        Check.Equal(before + 1, InterProcessor.Barriers);
    }

    [KernelTest]
    internal static void Concurrent_barriers_and_shootdowns_do_not_wait_for_each_other()
    {
        Task[] tasks = new Task[4];
        for (int i = 0; i < tasks.Length; i++)
        {
            bool barrier = i % 2 == 0;
            tasks[i] = Task.Factory.StartNew(() =>
            {
                for (int k = 0; k < 300; k++)
                {
                    if (barrier)
                    {
                        Interlocked.MemoryBarrierProcessWide();
                    }
                    else
                    {
                        void* memory = (void*)Machine.Memory.AddressSpace.Reserve(8192,
                            Machine.Memory.Protection.ReadWrite, 4096);
                        *(int*)memory = k;
                        Machine.Memory.AddressSpace.Release((ulong)memory, 8192);
                    }
                }
            }, TaskCreationOptions.LongRunning);
        }
        Check.That(Task.WaitAll(tasks, 60_000));
    }

    [KernelTest]
    internal static void The_symbol_table_names_this_code()
    {
        SymbolInfo symbol;
        ulong address = (ulong)(delegate*<void>)&OnTest;
        Check.That(SymbolTable.TryFind(address, &symbol));
        string name = new((sbyte*)symbol.Name, 0, symbol.NameLength);
        Check.That(name.EndsWith("MachineTests.OnTest"), name);
        Check.That(symbol.Line > 0);
        Check.That(SymbolTable.IsManaged(address));
        Check.That(!SymbolTable.IsLower(address));
        Check.That(SymbolTable.IsLower((ulong)(delegate*<ulong>)&Clock.Now));
    }

    [KernelTest]
    internal static void Variables_on_the_command_line_are_the_environment()
    {
        // The host's runner puts it there; someone who boots the tests by hand may not.
        if (BootInfo.FindOption("ENSO_TEST"u8) != null)
        {
            Check.Equal("yes", Environment.GetEnvironmentVariable("ENSO_TEST"));
            Check.Equal("yes", (string?)Environment.GetEnvironmentVariables()["ENSO_TEST"]);
        }
    }

    [KernelTest]
    internal static void Random_bytes_differ()
    {
        byte* bytes = stackalloc byte[64];
        RandomBytes.Fill(bytes, 64);
        HashSet<ulong> words = [];
        for (int i = 0; i < 8; i++)
        {
            words.Add(((ulong*)bytes)[i]);
        }
        Check.Equal(8, words.Count);
    }

    [KernelTest]
    internal static void The_log_keeps_its_last_lines()
    {
        ulong number = Log.Written;
        Log.Trace($"a line number {number} of {42:x4}");
        Line line = default;
        Check.That(Log.TryFormat(number, ref line));
        string text = new((sbyte*)line.Text, 0, line.Length);
        Check.That(text.EndsWith($"a line number {number} of 002a"), text);
    }

    [KernelTest]
    internal static void The_screen_has_the_size_that_the_loader_gave()
        => Check.That(BootInfo.ScreenKind == ScreenKind.None || Screen.Columns >= 80);

    [KernelTest]
    internal static void Extended_state_has_a_size_that_fits_its_features()
        => Check.That(Features.ExtendedStateBytes >= 512 && Features.ExtendedStateBytes < 16384);

    private static void WaitFor(Func<bool> condition)
    {
        long deadline = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        while (!condition() && Stopwatch.GetTimestamp() < deadline)
        {
            System.Threading.Thread.Yield();
        }
        Check.That(condition());
    }
}
