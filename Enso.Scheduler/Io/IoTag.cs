namespace Enso.Scheduler;

/// <summary>A request while the device has it. Hardware that carries a small number with a command (an NCQ tag, an NVMe
/// command identifier) carries the slot; what can carry 64 bits carries all of it.</summary>
/// <param name="Slot">The request's place in its ring, from 0 to below the depth. It is no other request's until this
/// one is completed.</param>
/// <param name="Generation">Which of the requests in that place it is.</param>
public readonly record struct IoTag(int Slot, uint Generation)
{
    /// <summary>The tag as one number.</summary>
    public ulong Word => ((ulong)Generation << 32) | (uint)Slot;

    /// <summary>The tag that a number stands for.</summary>
    /// <param name="word">The number.</param>
    public static IoTag FromWord(ulong word) => new((int)word, (uint)(word >> 32));

    /// <inheritdoc/>
    public override string ToString() => $"{Slot}.{Generation}";
}
