namespace Enso.Tool.Emulation;

/// <summary>What the guest's clock follows. All but <see cref="Host"/> run one core after another on one thread, and take
/// one nanosecond for each instruction: what happens in the guest then depends on nothing outside but its input.
/// </summary>
public enum Timeline
{
    /// <summary>The host's clock: the guest's cores run at the same time, and no two runs are alike.</summary>
    Host,

    /// <summary>The count of instructions: two runs without input are alike, instruction by instruction.</summary>
    Counted,

    /// <summary>The same, and everything that comes from outside is written to a file.</summary>
    Recorded,

    /// <summary>The same, and everything that came from outside is read from that file: the recorded run again.</summary>
    Replayed,
}
