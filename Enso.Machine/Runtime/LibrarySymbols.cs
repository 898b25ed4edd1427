using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Runtime.Text;

namespace Enso.Machine.Runtime;

/// <summary>Libraries at run time (POSIX.1-2017 <c>dlfcn.h</c>). There is one image and nothing is ever loaded: a
/// library can be opened when the build has linked it in and left a table of its functions
/// (<c>Enso.Build/Libraries</c>), which is how <c>dlsym</c> finds them.</summary>
internal static unsafe class LibrarySymbols
{
    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;

#pragma warning disable CS0649 // The build fills these in.
    /// <summary>What the build writes for each library; the functions follow, sorted by name.</summary>
    private struct Library
    {
        public byte* Name;
        public long Count;
    }

    private struct Function
    {
        public byte* Name;
        public void* Address;
    }
#pragma warning restore CS0649

    /// <summary>Numbers of failures; an enumeration cannot be exchanged in one step.</summary>
    private static class Failure
    {
        public const int None = 0;
        public const int NoLibrary = 1;
        public const int NoFunction = 2;
    }

    // What failed and dlerror has not said yet. One for all threads, which POSIX allows.
    private static int s_failure;

    [MethodImpl(Direct), RuntimeImport("*", "enso_libraries_start_address")]
    private static extern Library* FirstLibrary();

    [MethodImpl(Direct), RuntimeImport("*", "enso_libraries_end_address")]
    private static extern Library* EndOfLibraries();

    private static Function* FunctionsOf(Library* library) => (Function*)(library + 1);

    [RuntimeExport("dlopen")]
    [Partial("only what the build has linked in; not the program itself")]
    private static Library* Open(byte* name, int flags)
    {
        for (Library* library = FirstLibrary(); library != EndOfLibraries(); library = Next(library))
        {
            if (name != null && StringFunctions.Compare(name, library->Name) == 0)
            {
                return library;
            }
        }
        return (Library*)Fail(Failure.NoLibrary);
    }

    [RuntimeExport("dlsym")]
    [Partial("only functions that the build has listed for the library")]
    private static void* Find(Library* library, byte* name)
    {
        // RTLD_DEFAULT (0) and RTLD_NEXT (-1) mean the program itself, whose symbols have no table.
        if (!IsOpen(library))
        {
            return Fail(Failure.NoFunction);
        }
        Function* functions = FunctionsOf(library);
        long low = 0;
        long high = library->Count;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            int order = StringFunctions.Compare(name, functions[middle].Name);
            if (order == 0)
            {
                return functions[middle].Address;
            }
            if (order < 0)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return Fail(Failure.NoFunction);
    }

    /// <summary>Nothing was loaded, so nothing goes.</summary>
    [RuntimeExport("dlclose")]
    private static int Close(Library* library)
    {
        if (IsOpen(library))
        {
            return 0;
        }
        Fail(Failure.NoLibrary);
        return -1;
    }

    /// <summary>What the last call failed with, once; null when none failed since.</summary>
    [RuntimeExport("dlerror")]
    private static byte* Message() => Interlocked.Exchange(ref s_failure, Failure.None) switch
    {
        Failure.NoLibrary => Pointers.Of("shared libraries cannot be loaded: there is one image\0"u8),
        Failure.NoFunction => Pointers.Of("the library has no such function\0"u8),
        _ => null,
    };

    private static void* Fail(int failure)
    {
        Volatile.Write(ref s_failure, failure);
        return null;
    }

    private static Library* Next(Library* library) => (Library*)(FunctionsOf(library) + library->Count);

    private static bool IsOpen(Library* wanted)
    {
        Library* library = FirstLibrary();
        while (library != wanted && library != EndOfLibraries())
        {
            library = Next(library);
        }
        return library != EndOfLibraries();
    }
}
