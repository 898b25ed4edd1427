using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Shared libraries (POSIX.1-2017 dlfcn.h), of which none can be loaded: there is one image.</summary>
internal static unsafe class LibrarySymbols
{
    // Whether a call failed since dlerror last said so. One for all threads, which POSIX allows.
    private static int s_failed;

    [RuntimeExport("dlopen")]
    [Unsupported("dlerror", "there is one image, and it has no table of symbols to look names up in")]
    private static void* Open(byte* path, int flags) => Fail();

    [RuntimeExport("dlsym")]
    [Unsupported("dlerror", "no library was loaded")]
    private static void* Find(void* library, byte* name) => Fail();

    [RuntimeExport("dlclose")]
    [Unsupported("dlerror", "no library was loaded")]
    private static int Close(void* library)
    {
        Fail();
        return -1;
    }

    /// <summary>What the last call failed with, once; null when none failed since.</summary>
    [RuntimeExport("dlerror")]
    private static byte* Message() => Interlocked.Exchange(ref s_failed, 0) == 0
        ? null
        : Pointers.Of("shared libraries cannot be loaded: there is one image\0"u8);

    private static void* Fail()
    {
        Volatile.Write(ref s_failed, 1);
        return null;
    }
}
