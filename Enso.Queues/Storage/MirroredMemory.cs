using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>Memory that lies twice beside itself in the address space: one file that only this process knows, mapped
/// two times. Freed when it is collected.</summary>
internal sealed partial class MirroredMemory : SafeHandle
{
    private const string Library = "libc";
    private const nint Failed = -1;

    private readonly long _bytes;

    private MirroredMemory(nint start, long bytes)
        : base(0, ownsHandle: true)
    {
        _bytes = bytes;
        SetHandle(start);
        GC.AddMemoryPressure(bytes);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Its first byte.</summary>
    public nint Start => handle;

    /// <summary>Maps memory.</summary>
    /// <param name="bytes">How much, once.</param>
    /// <returns>The memory; null where the platform has none such, refuses it, or <paramref name="bytes"/> is no
    /// whole number of pages.</returns>
    public static MirroredMemory? TryMap(long bytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || bytes % Environment.SystemPageSize != 0)
        {
            return null;
        }

        try
        {
            nint start = MapTwice(bytes);
            return start == 0 ? null : new MirroredMemory(start, bytes);
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system that is Linux to programs and has no such library: the caller does without.
            return null;
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        GC.RemoveMemoryPressure(_bytes);
        return Unmap(handle, (nuint)(2 * _bytes)) == 0;
    }

    // 0 where the system refuses.
    private static nint MapTwice(long bytes)
    {
        int file = CreateMemoryFile("queue", FileFlags.CloseOnExecute);
        if (file < 0)
        {
            return 0;
        }

        // The addresses are reserved as a whole first, and the two images put over that: nobody else can come
        // between. The file's memory is allocated here, so that a lack of it is an error now and no fault at some
        // write.
        nint start = 0;
        if (Allocate(file, 0, 0, bytes) == 0)
        {
            nint whole = Map(
                0, (nuint)(2 * bytes), Protection.None, Mapping.Private | Mapping.Anonymous, file: -1, offset: 0);
            if (whole != Failed)
            {
                start = MapOver(whole, bytes, file) && MapOver(whole + (nint)bytes, bytes, file) ? whole : 0;
                if (start == 0)
                {
                    _ = Unmap(whole, (nuint)(2 * bytes));
                }
            }
        }

        // The mappings keep the file.
        _ = Close(file);
        return start;
    }

    private static bool MapOver(nint address, long bytes, int file) =>
        Map(
            address, (nuint)bytes, Protection.Read | Protection.Write, Mapping.Shared | Mapping.Fixed, file, offset: 0)
        == address;

    [LibraryImport(Library, EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, FileFlags flags);

    [LibraryImport(Library, EntryPoint = "fallocate")]
    private static partial int Allocate(int file, int mode, long offset, long bytes);

    [LibraryImport(Library, EntryPoint = "mmap")]
    private static partial nint Map(
        nint address, nuint bytes, Protection protection, Mapping mapping, int file, long offset);

    [LibraryImport(Library, EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint bytes);

    [LibraryImport(Library, EntryPoint = "close")]
    private static partial int Close(int file);

    // The values of <sys/mman.h>, the same on all 64-bit processors that .NET runs on.
    private enum FileFlags : uint
    {
        CloseOnExecute = 1,
    }

    [Flags]
    private enum Protection
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    [Flags]
    private enum Mapping
    {
        Shared = 0x01,
        Private = 0x02,
        Fixed = 0x10,
        Anonymous = 0x20,
    }
}
