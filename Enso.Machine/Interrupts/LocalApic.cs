using Enso.Machine.Cpu;
using Enso.Machine.Memory;

namespace Enso.Machine.Interrupts;

/// <summary>The interrupt controller inside each core (Intel SDM volume 3, chapter 11). In x2APIC mode its
/// registers are MSRs, else they are memory; <see cref="Read"/> and <see cref="Write"/> hide which.</summary>
internal static unsafe class LocalApic
{
    private const uint BaseMsr = 0x1B;
    private const uint X2ApicMsr = 0x800;
    private const uint TscDeadlineMsr = 0x6E0;

    private const uint Identifier = 0x20;
    private const uint TaskPriority = 0x80;
    private const uint EndOfInterrupt = 0xB0;
    private const uint SpuriousVector = 0xF0;
    private const uint ErrorStatus = 0x280;
    private const uint CommandLow = 0x300;
    private const uint CommandHigh = 0x310;
    private const uint TimerEntry = 0x320;
    private const uint LocalInterrupt0 = 0x350;
    private const uint LocalInterrupt1 = 0x360;
    private const uint ErrorEntry = 0x370;
    private const uint InitialCount = 0x380;
    private const uint CurrentCount = 0x390;
    private const uint DivideConfiguration = 0x3E0;

    private const uint Masked = 1 << 16;
    private const uint DeliveryNonMaskable = 4 << 8;
    private const uint DeliveryInit = 5 << 8;
    private const uint DeliveryStartUp = 6 << 8;
    private const uint LevelAssert = 1 << 14;
    private const uint DeliveryPending = 1 << 12;
    private const uint TimerTscDeadline = 2 << 17;

    private static byte* s_registers;
    private static bool s_x2Apic;
    private static bool s_useTscDeadline;

    /// <summary>Whether the registers are MSRs.</summary>
    public static bool IsX2Apic => s_x2Apic;

    /// <summary>Whether the timer compares with the TSC.</summary>
    public static bool UsesTscDeadline => s_useTscDeadline;

    /// <summary>Physical address of the registers in memory mode.</summary>
    public static ulong PhysicalBase { get; private set; }

    /// <summary>Finds the registers (first core, once); false when they cannot be mapped.</summary>
    public static bool Initialize(ulong physicalFromAcpi)
    {
        PhysicalBase = physicalFromAcpi != 0
            ? physicalFromAcpi
            : Instructions.ReadMsr(BaseMsr) & 0xF_FFFF_FFFF_F000;
        s_x2Apic = Features.HasX2Apic;
        s_useTscDeadline = Features.HasTscDeadline;
        s_registers = (byte*)PageTables.MapDevice(PhysicalBase, PageTables.PageSize, PageFlags.Uncached);
        return s_registers != null;
    }

    /// <summary>Turns this core's controller on; returns its identifier.</summary>
    public static uint Enable()
    {
        ulong enable = Instructions.ReadMsr(BaseMsr) | (1 << 11);
        Instructions.WriteMsr(BaseMsr, enable);
        if (s_x2Apic)
        {
            Instructions.WriteMsr(BaseMsr, enable | (1 << 10));
        }
        Write(TaskPriority, 0);
        Write(LocalInterrupt0, Masked);
        Write(LocalInterrupt1, DeliveryNonMaskable);
        Write(ErrorEntry, Vectors.ApicError);
        Write(SpuriousVector, 0x100 | Vectors.Spurious);
        Write(DivideConfiguration, 0xB); // divide by 1
        Write(TimerEntry, Masked | Vectors.Timer);
        return ReadIdentifier();
    }

    /// <summary>This core's identifier.</summary>
    public static uint ReadIdentifier() => s_x2Apic ? Read(Identifier) : Read(Identifier) >> 24;

    /// <summary>Says that the interrupt in service is done with.</summary>
    public static void Acknowledge() => Write(EndOfInterrupt, 0);

    /// <summary>The error bits since the last call (11.5.3).</summary>
    public static uint TakeErrors()
    {
        Write(ErrorStatus, 0);
        return Read(ErrorStatus);
    }

    /// <summary>Sends an interrupt to another core.</summary>
    public static void Send(uint apicId, int vector) => Command(apicId, LevelAssert | (uint)vector);

    /// <summary>Sends a non-maskable interrupt to another core.</summary>
    public static void SendNonMaskable(uint apicId) => Command(apicId, LevelAssert | DeliveryNonMaskable);

    /// <summary>Resets another core into waiting for a start-up interrupt.</summary>
    public static void SendInit(uint apicId) => Command(apicId, LevelAssert | DeliveryInit);

    /// <summary>Starts another core at real-mode page <paramref name="page"/>.</summary>
    public static void SendStartUp(uint apicId, int page) => Command(apicId, LevelAssert | DeliveryStartUp | (uint)page);

    private static void Command(uint apicId, uint command)
    {
        if (s_x2Apic)
        {
            // A write to an x2APIC register is not ordered after earlier stores (11.12.3): the receiver must see
            // what was posted for it. Pairs with the receiver's read of its mailbox.
            Instructions.FullBarrier();
            Instructions.WriteMsr(X2ApicMsr + (CommandLow >> 4), ((ulong)apicId << 32) | command);
            return;
        }
        // Two writes make one command: an interrupt between them could send another.
        ulong flags = Instructions.DisableInterrupts();
        Core* core = Core.This();
        ulong now = Instructions.ReadTimestamp();
        if (now - core->LastCommandTime < DeliveryTicks)
        {
            WaitForDelivery();
        }
        core->LastCommandTime = now;
        // The register keeps its value, and each access to it is slow.
        if (core->LastCommandTarget != apicId)
        {
            Write(CommandHigh, apicId << 24);
            core->LastCommandTarget = apicId;
        }
        Write(CommandLow, command);
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Ticks of the TSC after which an earlier command has long been delivered: tens of microseconds.</summary>
    private const ulong DeliveryTicks = 200_000;

    private static void WaitForDelivery()
    {
        const int bound = 1_000_000;
        for (int i = 0; (Read(CommandLow) & DeliveryPending) != 0 && i < bound; i++)
        {
            Instructions.Pause();
        }
    }

    /// <summary>Starts the counter from its highest value, for calibration.</summary>
    public static void StartCounter()
    {
        Write(TimerEntry, Masked | Vectors.Timer);
        Write(InitialCount, uint.MaxValue);
    }

    /// <summary>Ticks that the counter has counted down.</summary>
    public static uint CountedTicks() => uint.MaxValue - Read(CurrentCount);

    /// <summary>Turns this core's timer on, not set yet: one-shot, by the TSC where the processor can.</summary>
    public static void EnableTimer()
    {
        Write(InitialCount, 0);
        Write(TimerEntry, s_useTscDeadline ? TimerTscDeadline | Vectors.Timer : Vectors.Timer);
        // The mode must be in force before a deadline is written (11.5.4.1).
        Instructions.FullBarrier();
    }

    /// <summary>Sets the timer to fire once after <paramref name="ticks"/> of its own clock; 0 turns it off.
    /// </summary>
    public static void SetOneShot(uint ticks) => Write(InitialCount, ticks);

    /// <summary>Sets the timer to fire when the TSC reaches a value; 0 turns it off.</summary>
    public static void SetDeadline(ulong timestamp) => Instructions.WriteMsr(TscDeadlineMsr, timestamp);

    private static uint Read(uint register) => s_x2Apic
        ? (uint)Instructions.ReadMsr(X2ApicMsr + (register >> 4))
        : Volatile.Read(ref *(uint*)(s_registers + register));

    private static void Write(uint register, uint value)
    {
        if (s_x2Apic)
        {
            Instructions.WriteMsr(X2ApicMsr + (register >> 4), value);
        }
        else
        {
            Volatile.Write(ref *(uint*)(s_registers + register), value);
        }
    }
}
