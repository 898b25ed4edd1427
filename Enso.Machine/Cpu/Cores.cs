using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Boot;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Cpu;

/// <summary>All cores: listing them, starting them (Intel SDM volume 3, 9.4), finding them.</summary>
internal static unsafe class Cores
{
    /// <summary>Cores that Ensō can run; more are reported and left alone.</summary>
    public const int Maximum = 64;

    private const ulong TrampolinePage = 0x8000;
    private const ulong BootStackBytes = 16 * 1024;
    private const uint GsBase = 0xC0000101;

    /// <summary>How long the cores that were told to start may take, in microseconds.</summary>
    private const ulong StartUpLimit = 1_000_000;

    private struct Table
    {
        public fixed ulong Cores[Maximum];
        public fixed uint Identifiers[Maximum];
        public fixed ulong Stacks[Maximum];
    }

    private static Table s_table;
    private static int s_count;
    private static int s_listed;
    private static int s_online;
    private static ulong s_onlineMask;

    /// <summary>Whether GS:0 holds a per-core block on the core that asks. True from the moment that the first
    /// core has its own; the others get theirs before they run anything that asks.</summary>
    public static bool PerCoreReady { get; private set; }

    /// <summary>Cores that have a block: those the firmware listed, up to <see cref="Maximum"/> and the option
    /// <c>cores=</c>.</summary>
    public static int Count => s_count;

    /// <summary>Cores that run threads.</summary>
    public static int OnlineCount => Volatile.Read(ref s_online);

    /// <summary>Bit mask of the cores that run threads.</summary>
    public static ulong OnlineMask => Volatile.Read(ref s_onlineMask);

    /// <summary>Cores that the firmware listed.</summary>
    public static int ListedCount => s_listed;

    /// <summary>The core at <paramref name="index"/>.</summary>
    public static Core* At(int index) => (Core*)Pointers.Of(ref s_table.Cores[0])[index];

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_enter_stack")]
    private static extern void EnterStack(ulong top, delegate*<void> function);

    /// <summary>Lists a core that the firmware reported.</summary>
    public static void Add(uint apicId)
    {
        uint* identifiers = Pointers.Of(ref s_table.Identifiers[0]);
        for (int i = 0; i < s_listed && i < Maximum; i++)
        {
            // Firmware may list a core twice: as a local APIC and as a local x2APIC.
            if (identifiers[i] == apicId)
            {
                return;
            }
        }
        if (s_listed < Maximum)
        {
            identifiers[s_listed] = apicId;
        }
        s_listed++;
    }

    /// <summary>Makes the first core's block and loads it; false when memory is short.</summary>
    public static bool InitializeFirst()
    {
        Core* core = CreateBlock(0);
        if (core == null)
        {
            return false;
        }
        DescriptorTables.Initialize();
        Load(core);
        PerCoreReady = true;
        return true;
    }

    /// <summary>Gives the first core its identifier and idle thread, once its local APIC is on.</summary>
    public static bool AdoptFirst(uint apicId)
    {
        Core* core = At(0);
        core->ApicId = apicId;
        core->State = CoreState.Online;
        s_online = 1;
        s_onlineMask = 1;
        Thread* idle = ThreadTable.CreateIdle(0);
        if (idle == null)
        {
            return false;
        }
        Scheduler.Adopt(core, idle);
        return true;
    }

    private static Core* CreateBlock(int index)
    {
        Core* core = (Core*)Frames.AllocateBytes((ulong)sizeof(Core));
        if (core == null || !DescriptorTables.AllocateStacks(core))
        {
            return null;
        }
        core->Self = core;
        core->Index = index;
        // What firmware left in the command register is not known.
        core->LastCommandTarget = uint.MaxValue;
        Pointers.Of(ref s_table.Cores[0])[index] = (ulong)core;
        s_count = index + 1;
        return core;
    }

    private static void Load(Core* core)
    {
        DescriptorTables.Load(core);
        Instructions.WriteMsr(GsBase, (ulong)core);
    }

    /// <summary>Starts every other core that is listed, all at once, and waits until they run or time is up.
    /// </summary>
    /// <param name="limit">Cores to use at most.</param>
    /// <param name="skip">Index of a core that is not told to start, or -1: how the tests see one fail.</param>
    public static void StartOthers(int limit, long skip)
    {
        uint self = At(0)->ApicId;
        uint* identifiers = Pointers.Of(ref s_table.Identifiers[0]);
        limit = limit < Maximum ? limit : Maximum;
        for (int i = 0; i < s_listed && i < Maximum && s_count < limit; i++)
        {
            if (identifiers[i] != self && !Prepare(s_count, identifiers[i]))
            {
                Log.Warning($"core {s_count}: no memory for its stacks; the cores after it are not started");
                break;
            }
        }
        if (s_listed > s_count)
        {
            Log.Warning($"{s_listed - s_count} of {s_listed} cores are not used");
        }
        if (s_count > 1 && CopyTrampoline())
        {
            Launch(skip);
            GiveUpOnTheLate();
            PageTables.MapTrampoline(TrampolinePage, false);
            // The cores that came through it still have the page in their TLBs.
            InterProcessor.FlushTlb();
        }
    }

    private static bool Prepare(int index, uint apicId)
    {
        void* stack = Frames.AllocateBytes(BootStackBytes);
        Thread* idle = ThreadTable.CreateIdle(index);
        Core* core = stack == null || idle == null ? null : CreateBlock(index);
        if (core == null)
        {
            return false;
        }
        core->ApicId = apicId;
        core->Idle = idle;
        core->State = CoreState.Present;
        Pointers.Of(ref s_table.Stacks[0])[index - 1] = (ulong)stack + BootStackBytes;
        return true;
    }

    private static bool CopyTrampoline()
    {
        ulong length = (ulong)(ImageLayout.TrampolineEnd() - ImageLayout.TrampolineStart());
        byte* target = (byte*)PageTables.Direct(TrampolinePage);
        Instructions.Copy(target, ImageLayout.TrampolineStart(), length);
        ulong* parameters = (ulong*)(target + (ImageLayout.TrampolineParameters() - ImageLayout.TrampolineStart()));
        // The trampoline loads CR3 in 32-bit mode, so the root table lies below 4 GiB (EarlyMemory sees to it).
        parameters[0] = PageTables.Root;
        parameters[1] = (ulong)Pointers.Of(ref s_table.Stacks[0]);
        parameters[2] = (ulong)(delegate*<uint, void>)&Arrive;
        parameters[3] = 0;
        return PageTables.MapTrampoline(TrampolinePage, true);
    }

    private static void Launch(long skip)
    {
        for (int i = 1; i < s_count; i++)
        {
            At(i)->State = CoreState.Starting;
            if (i != skip)
            {
                LocalApic.SendInit(At(i)->ApicId);
            }
        }
        Clock.Delay(10_000);
        // Two start-up interrupts, as the manual asks: a core that took the first ignores the second.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            for (int i = 1; i < s_count; i++)
            {
                if (i != skip && Volatile.Read(ref *(int*)&At(i)->State) == (int)CoreState.Starting)
                {
                    LocalApic.SendStartUp(At(i)->ApicId, (int)(TrampolinePage >> 12));
                }
            }
            Clock.Delay(200);
        }
        ulong end = Clock.Now() + (StartUpLimit * 1000);
        while (OnlineCount < s_count - (skip > 0 && skip < s_count ? 1 : 0) && Clock.Now() < end)
        {
            Instructions.Pause();
        }
    }

    /// <summary>Marks the cores that have not arrived as failed, and resets them: INIT makes a core wait for a
    /// start-up interrupt that never comes, wherever it is, so that it cannot wander in later.</summary>
    private static void GiveUpOnTheLate()
    {
        for (int i = 1; i < s_count; i++)
        {
            Core* core = At(i);
            if (Interlocked.CompareExchange(ref *(int*)&core->State, (int)CoreState.Failed, (int)CoreState.Starting)
                == (int)CoreState.Starting)
            {
                LocalApic.SendInit(core->ApicId);
                Log.Error($"core {i} (APIC {core->ApicId}) did not start; going on without it");
            }
        }
    }

    /// <summary>Where a started core arrives, on one of the prepared stacks. Which core it is, its APIC says.
    /// </summary>
    private static void Arrive(uint ticket)
    {
        Features.Enable();
        uint apicId = LocalApic.Enable();
        for (int i = 1; i < s_count; i++)
        {
            Core* core = At(i);
            if (core->ApicId == apicId)
            {
                Load(core);
                LocalApic.EnableTimer();
                // Loses against GiveUpOnTheLate if it comes too late; then its reset is on the way.
                if (Interlocked.CompareExchange(ref *(int*)&core->State, (int)CoreState.Online, (int)CoreState.Starting)
                    == (int)CoreState.Starting)
                {
                    Run(core);
                }
            }
        }
        for (;;)
        {
            Instructions.DisableInterrupts();
            Instructions.Halt();
        }
    }

    private static void Run(Core* core)
    {
        Scheduler.Adopt(core, core->Idle);
        // Pairs with OnlineMask and OnlineCount: the block is complete before the core is counted.
        Interlocked.Or(ref s_onlineMask, 1UL << core->Index);
        Interlocked.Increment(ref s_online);
        EnterStack(core->Idle->StackStart + core->Idle->StackBytes, &Idle);
    }

    private static void Idle() => IdleCore.Loop();

    /// <summary>Leaves the boot stack for the first core's idle thread.</summary>
    public static void EnterIdle()
    {
        Core* core = At(0);
        EnterStack(core->Idle->StackStart + core->Idle->StackBytes, &Idle);
    }
}
