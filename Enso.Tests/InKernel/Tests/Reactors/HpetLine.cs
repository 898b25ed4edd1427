using Enso.Machine.Cpu;
using Enso.Machine.Firmware;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;
using Enso.Machine.Time;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>A device on a line of the I/O APIC that triggers by level: the HPET's second timer (IA-PC HPET
/// Specification 1.0a, 2.3.8).</summary>
internal sealed unsafe class HpetLine : IDisposable
{
    /// <summary>The vector that it arrives as: no other test's, for a vector that has a line is one core's.</summary>
    public const int Vector = 0x58;

    private const int Timer = 0x120;
    private const int InterruptStatus = 0x20;
    private const ulong Asserted = 1 << 1;
    private const ulong Enabled = 1 << 2;
    private const ulong ByLevel = 1 << 1;

    private readonly byte* _hpet;
    private readonly uint _line;

    private HpetLine(byte* hpet, uint line)
    {
        _hpet = hpet;
        _line = line;
    }

    private ref ulong Configuration => ref *(ulong*)(_hpet + Timer);

    /// <summary>Routes its line; null where the machine has none.</summary>
    public static HpetLine? TryRoute()
    {
        byte* hpet = Acpi.HpetAddress == 0 ? null : (byte*)PageTables.Direct(Acpi.HpetAddress);
        uint lines = hpet == null ? 0 : (uint)(Volatile.Read(ref *(ulong*)(hpet + Timer)) >> 32);
        if (lines == 0)
        {
            return null;
        }

        HpetLine line = new(hpet, 31 - (uint)System.Numerics.BitOperations.LeadingZeroCount(lines));
        Check.That(IoApic.Route(line._line, Vector, Cores.At(0)->ApicId, activeLow: false, levelTriggered: true));
        return line;
    }

    /// <summary>Has it assert its line a millisecond later, until it is served.</summary>
    public void Assert()
    {
        Volatile.Write(ref *(ulong*)(_hpet + Timer + 8), Hpet.Read() + (Hpet.Frequency / 1000));
        Volatile.Write(ref Configuration, ((ulong)_line << 9) | Enabled | ByLevel);
    }

    /// <summary>Gives it what it wants.</summary>
    public void Serve()
    {
        Volatile.Write(ref *(ulong*)(_hpet + InterruptStatus), Asserted);
        Volatile.Write(ref Configuration, 0);
    }

    /// <summary>Lets its line through, whoever serves it.</summary>
    public void Open() => IoApic.SetMasked(_line, false);

    /// <summary>Stops it.</summary>
    public void Dispose()
    {
        Serve();
        IoApic.SetMasked(_line, true);
    }
}
