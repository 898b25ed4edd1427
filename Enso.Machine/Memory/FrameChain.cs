namespace Enso.Machine.Memory;

/// <summary>Frames that are out of use but not free yet, linked through their records in <see cref="Frames"/>: however
/// many there are, they wait for one TLB shootdown and are freed under one lock.</summary>
internal struct FrameChain
{
    /// <summary>The number of the frame added last; meaningless when the chain is empty.</summary>
    public uint Last;

    /// <summary>How many.</summary>
    public ulong Count;
}
