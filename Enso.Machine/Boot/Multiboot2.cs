using Enso.Machine.Console;

namespace Enso.Machine.Boot;

/// <summary>Reads the boot information of a multiboot2 loader (Multiboot2 specification 2.0, 3.6).</summary>
internal static unsafe class Multiboot2
{
    /// <summary>What such a loader leaves in EAX.</summary>
    public const uint Magic = 0x36d76289;

    private const uint CommandLineTag = 1;
    private const uint LoaderTag = 2;
    private const uint MemoryMapTag = 6;
    private const uint FramebufferTag = 8;
    private const uint RootPointer1Tag = 14;
    private const uint RootPointer2Tag = 15;

    private const uint FramebufferTagBytes = 38;
    private const uint MaximumInformationBytes = 1 << 20;

    /// <summary>Copies what the kernel needs into <see cref="BootInfo"/>; false when the structure's own length
    /// makes no sense.</summary>
    public static bool Read(byte* information)
    {
        uint total = *(uint*)information;
        if (total < 16 || total > MaximumInformationBytes)
        {
            return false;
        }
        BootInfo.IsMultiboot = true;
        byte* end = information + total;
        for (byte* tag = information + 8; tag + 8 <= end;)
        {
            uint type = *(uint*)tag;
            uint size = *(uint*)(tag + 4);
            if (type == 0)
            {
                return true;
            }
            if (size < 8 || tag + size > end)
            {
                return false;
            }
            ReadTag(type, tag, size);
            tag += (size + 7) & ~7u;
        }
        return false;
    }

    private static void ReadTag(uint type, byte* tag, uint size)
    {
        switch (type)
        {
            case CommandLineTag:
                BootInfo.SetCommandLine(tag + 8, size - 8);
                break;
            case LoaderTag:
                BootInfo.SetLoader(tag + 8, size - 8);
                break;
            case MemoryMapTag:
                ReadMemoryMap(tag, size);
                break;
            case FramebufferTag:
                if (size >= FramebufferTagBytes)
                {
                    ReadFramebuffer(tag);
                }
                break;
            case RootPointer1Tag:
                // The second revision, where present, wins whatever the order of the tags.
                if (BootInfo.RootPointerCopy == null)
                {
                    BootInfo.SetRootPointer(tag + 8, size - 8);
                }
                break;
            case RootPointer2Tag:
                BootInfo.SetRootPointer(tag + 8, size - 8);
                break;
            default:
                break;
        }
    }

    private static void ReadMemoryMap(byte* tag, uint size)
    {
        uint entrySize = *(uint*)(tag + 8);
        if (entrySize < 24)
        {
            return;
        }
        for (byte* entry = tag + 16; entry + entrySize <= tag + size; entry += entrySize)
        {
            BootInfo.AddRange(*(ulong*)entry, *(ulong*)(entry + 8), *(uint*)(entry + 16));
        }
    }

    private static void ReadFramebuffer(byte* tag)
    {
        byte kind = tag[29];
        if (kind == 2)
        {
            BootInfo.ScreenKind = ScreenKind.VgaText;
        }
        else if (kind == 1)
        {
            ref FramebufferInfo info = ref BootInfo.Framebuffer;
            info.PhysicalAddress = *(ulong*)(tag + 8);
            info.Pitch = *(uint*)(tag + 16);
            info.Width = *(uint*)(tag + 20);
            info.Height = *(uint*)(tag + 24);
            info.BitsPerPixel = tag[28];
            info.RedPosition = tag[32];
            info.RedSize = tag[33];
            info.GreenPosition = tag[34];
            info.GreenSize = tag[35];
            info.BluePosition = tag[36];
            info.BlueSize = tag[37];
            BootInfo.ScreenKind = ScreenKind.Framebuffer;
        }
    }
}
