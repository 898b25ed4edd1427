namespace Enso.Tool.Emulation;

/// <summary>How guest instructions run.</summary>
public enum Accelerator
{
    /// <summary>QEMU's translator, one host thread for each core. Works everywhere.</summary>
    Tcg,

    /// <summary>The host's virtualisation. Opt-in: a build machine may have the device and still run no kernel.</summary>
    Kvm,
}
