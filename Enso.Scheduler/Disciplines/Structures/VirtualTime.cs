using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>What has been used, divided by a weight: 96 bits before the point and 32 behind.</summary>
/// <remarks>As <see cref="UInt128"/>, whose comparison costs several times as much.</remarks>
internal readonly struct VirtualTime : IComparable<VirtualTime>
{
    /// <summary>How many bits are behind the point.</summary>
    public const int FractionBits = 32;

    private readonly ulong _upper;
    private readonly ulong _lower;

    private VirtualTime(ulong upper, ulong lower) => (_upper, _lower) = (upper, lower);

    /// <summary>A later time.</summary>
    /// <param name="whole">How much later.</param>
    /// <param name="fraction">And how many parts of 2^32; below 2^32.</param>
    public VirtualTime Plus(ulong whole, ulong fraction)
    {
        ulong lower = _lower + ((whole << FractionBits) | fraction);
        ulong carry = lower < _lower ? 1UL : 0;
        return new VirtualTime(_upper + (whole >> FractionBits) + carry, lower);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(VirtualTime other) =>
        _upper == other._upper ? _lower.CompareTo(other._lower) : _upper < other._upper ? -1 : 1;
}
