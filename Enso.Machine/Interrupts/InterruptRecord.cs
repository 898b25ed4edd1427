using System.Runtime.InteropServices;

namespace Enso.Machine.Interrupts;

/// <summary>An interrupt that has come and was not served yet, as it lies in its ring: half a cache line.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct InterruptRecord
{
    /// <summary>When the top half ran, in whatever unit it stamps with.</summary>
    [FieldOffset(0)]
    public ulong Stamp;

    /// <summary>What the top half has to say: a status register, a sequence number.</summary>
    [FieldOffset(8)]
    public ulong Data;

    /// <summary>The vector.</summary>
    [FieldOffset(16)]
    public uint Vector;
}
