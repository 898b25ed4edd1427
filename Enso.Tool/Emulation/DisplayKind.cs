namespace Enso.Tool.Emulation;

/// <summary>Where the guest's screen goes.</summary>
public enum DisplayKind
{
    /// <summary>Nowhere: the serial console only. Screenshots still work.</summary>
    None,

    /// <summary>A window on this desktop.</summary>
    Window,

    /// <summary>A VNC server on this machine's loopback address.</summary>
    Vnc,
}
