namespace Enso.Machine.Interrupts;

/// <summary>Message-signalled interrupts: a device raises one by writing a word to memory, and the pair of address
/// and data says where it goes (Intel SDM volume 3, 11.11).</summary>
internal static class MessageSignalled
{
    /// <summary>The address a device must write to so that the core with <paramref name="apicId"/> is interrupted
    /// (physical destination, no redirection). Identifiers above 255 need interrupt remapping.</summary>
    public static ulong AddressFor(uint apicId) => 0xFEE0_0000UL | ((ulong)(apicId & 0xFF) << 12);

    /// <summary>The word it must write for a vector: fixed delivery, edge-triggered.</summary>
    public static uint DataFor(int vector) => (uint)vector & 0xFF;
}
