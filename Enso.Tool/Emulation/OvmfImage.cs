namespace Enso.Tool.Emulation;

/// <summary>UEFI firmware for QEMU: one image, or code with a template of its variables.</summary>
/// <param name="Code">The image, or its code half.</param>
/// <param name="Variables">The template of the variable store; null when <paramref name="Code"/> is whole.</param>
public sealed record OvmfImage(string Code, string? Variables)
{
    // Debian and Ubuntu first; then where Fedora, Arch and QEMU's own packages put it. A 4 MiB code image does
    // not work with a 2 MiB variable store, so the two are named in pairs.
    private static readonly OvmfImage[] s_places =
    [
        new("/usr/share/ovmf/OVMF.fd", null),
        new("/usr/share/qemu/OVMF.fd", null),
        new("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
        new("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
        new("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
        new("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
    ];

    /// <summary>Every file that would do as firmware, best first.</summary>
    public static IEnumerable<string> CodePaths => s_places.Select(place => place.Code);

    /// <summary>Finds the firmware on this machine.</summary>
    /// <param name="fileExists">Whether a file is there.</param>
    /// <returns>The firmware, or null when none is installed.</returns>
    public static OvmfImage? Find(Func<string, bool> fileExists) => Array.Find(
        s_places, place => fileExists(place.Code) && (place.Variables is null || fileExists(place.Variables)));
}
