using Enso.Machine.Console;

namespace Enso.Machine.Boot;

/// <summary>Reads the start information of a PVH loader, such as an emulator given the kernel itself
/// (Xen, <c>xen/include/public/arch-x86/hvm/start_info.h</c>: struct hvm_start_info version 1).</summary>
internal static unsafe class DirectBoot
{
    /// <summary>The structure's first word.</summary>
    public const uint Magic = 0x336ec578;

    private const uint MaximumEntries = 4096;

    /// <summary>Copies what the kernel needs into <see cref="BootInfo"/>; false when the structure carries no
    /// memory map (version 0) or one that makes no sense.</summary>
    public static bool Read(byte* information)
    {
        uint version = *(uint*)(information + 4);
        BootInfo.SetCommandLine((byte*)*(ulong*)(information + 24), uint.MaxValue);
        BootInfo.RootPointerAddress = *(ulong*)(information + 32);
        // No loader has changed the video mode that the firmware left: text.
        BootInfo.ScreenKind = ScreenKind.VgaText;
        if (version < 1)
        {
            return false;
        }
        byte* map = (byte*)*(ulong*)(information + 40);
        uint count = *(uint*)(information + 48);
        if (map == null || count > MaximumEntries)
        {
            return false;
        }
        for (uint i = 0; i < count; i++, map += 24)
        {
            BootInfo.AddRange(*(ulong*)map, *(ulong*)(map + 8), *(uint*)(map + 16));
        }
        return true;
    }
}
