namespace Enso.Kernel.Shell;

/// <summary>
/// The modifier keys that were held; the values are those of xterm's modifier parameter less one
/// (XTerm Control Sequences, "PC-Style Function Keys").
/// </summary>
[Flags]
public enum KeyModifiers
{
    /// <summary>No modifier.</summary>
    None = 0,

    /// <summary>The shift key, where the terminal reports it.</summary>
    Shift = 1,

    /// <summary>Alt, or the escape prefix that stands for it.</summary>
    Alt = 2,

    /// <summary>The control key.</summary>
    Control = 4,
}
