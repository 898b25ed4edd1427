namespace Enso.Tool.Emulation;

/// <summary>How a shell command came to its end.</summary>
public enum CommandOutcome
{
    /// <summary>It finished, with a status.</summary>
    Finished,

    /// <summary>The machine ended: what <c>poweroff</c> does.</summary>
    MachineEnded,

    /// <summary>The kernel panicked.</summary>
    KernelHalted,
}
