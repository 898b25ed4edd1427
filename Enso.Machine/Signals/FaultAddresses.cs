using Enso.Machine.Memory;

namespace Enso.Machine.Signals;

/// <summary>Remembers the instructions whose faults became .NET exceptions. In a stack trace such an address is the
/// place itself, where every other address is the one after a call; the address alone does not tell.</summary>
/// <remarks>One slot for each hash, the latest fault wins: a program has few instructions that fault, and one that is
/// forgotten costs no more than the line before being shown.</remarks>
internal static unsafe class FaultAddresses
{
    private const int SlotBits = 10;

    private struct Slots
    {
        public fixed ulong Address[1 << SlotBits];
    }

    private static Slots s_slots;

    /// <summary>Remembers an instruction that faulted.</summary>
    public static void Add(ulong address) => Volatile.Write(ref *SlotOf(address), address);

    /// <summary>Whether the instruction faulted and is still remembered.</summary>
    public static bool Contains(ulong address)
        // Pairs with the store in Add: whoever has caught the exception comes after it.
        => address != 0 && Volatile.Read(ref *SlotOf(address)) == address;

    private static ulong* SlotOf(ulong address)
    {
        // Fibonacci hashing: 2^64 divided by the golden ratio spreads neighbouring addresses over all slots.
        const ulong multiplier = 0x9E37_79B9_7F4A_7C15;
        // SAFETY: the shift leaves SlotBits bits, so the slot is inside the static's array.
        return Pointers.Of(ref s_slots.Address[0]) + ((address * multiplier) >> (64 - SlotBits));
    }
}
