using System.Runtime.InteropServices;
using System.Text;

namespace Enso.Tests.InKernel.Tests;

/// <summary>C functions that libraries linked into an image call, and .NET's own archives do not.</summary>
internal static unsafe class CLibraryTests
{
    private const int Running = 100;

    private static int s_initialised;
    private static int s_seenReady;
    private static int s_destroyed;

    [DllImport("enso", EntryPoint = "pthread_once")]
    private static extern int Once(int* control, delegate* unmanaged<void> function);

    [DllImport("enso", EntryPoint = "pthread_key_create")]
    private static extern int KeyCreate(uint* key, delegate* unmanaged<void*, void> destructor);

    [DllImport("enso", EntryPoint = "pthread_key_delete")]
    private static extern int KeyDelete(uint key);

    [DllImport("enso", EntryPoint = "pthread_setspecific")]
    private static extern int SetSpecific(uint key, void* value);

    [DllImport("enso", EntryPoint = "__ctype_b_loc")]
    private static extern ushort** Classes();

    [DllImport("enso", EntryPoint = "__ctype_tolower_loc")]
    private static extern int** LowerCases();

    [DllImport("enso", EntryPoint = "__ctype_toupper_loc")]
    private static extern int** UpperCases();

    [DllImport("enso", EntryPoint = "select")]
    private static extern int Select(int count, ulong* readable, ulong* writable, ulong* exceptional, long* timeout);

    [DllImport("enso", EntryPoint = "pipe")]
    private static extern int Pipe(int* files);

    [DllImport("enso", EntryPoint = "write")]
    private static extern long Write(int file, byte* buffer, nint count);

    [DllImport("enso", EntryPoint = "close")]
    private static extern int Close(int file);

    [DllImport("enso", EntryPoint = "fread")]
    private static extern nuint ReadItems(byte* items, nuint size, nuint count, int* stream);

    [DllImport("enso", EntryPoint = "fgets")]
    private static extern byte* ReadLine(byte* buffer, int size, int* stream);

    [DllImport("enso", EntryPoint = "feof")]
    private static extern int IsAtEnd(int* stream);

    [DllImport("enso", EntryPoint = "ferror")]
    private static extern int HasFailed(int* stream);

    [DllImport("enso", EntryPoint = "clearerr")]
    private static extern void Clear(int* stream);

    [DllImport("enso", EntryPoint = "__strcat_chk")]
    private static extern byte* Append(byte* destination, byte* source, nuint room);

    [KernelTest]
    internal static void A_thing_is_done_once_and_all_threads_wait_for_it()
    {
        s_initialised = 0;
        s_seenReady = 0;
        int* control = stackalloc int[1];
        *control = 0;
        nint address = (nint)control;
        CompressionTests.Parallel(8, _ =>
        {
            Check.Equal(0, Once((int*)address, &Initialise));
            if (Volatile.Read(ref s_initialised) == Running)
            {
                Interlocked.Increment(ref s_seenReady);
            }
        });
        Check.Equal(Running, s_initialised);
        Check.Equal(8, s_seenReady);
    }

    [KernelTest]
    internal static void A_deleted_key_calls_no_destructor()
    {
        // Destructors run in the order of the keys: the deleted key's would come first.
        uint created;
        Check.Equal(0, KeyCreate(&created, &Destroy));
        uint deleted = created;
        Check.Equal(0, KeyCreate(&created, &Destroy));
        uint kept = created;
        s_destroyed = 0;
        Thread thread = new(() =>
        {
            Check.Equal(0, SetSpecific(kept, (void*)1));
            Check.Equal(0, SetSpecific(deleted, (void*)1));
            Check.Equal(0, KeyDelete(deleted));
        });
        thread.Start();
        thread.Join();
        // The destructors run after the managed thread has ended: wait for the one that must run.
        SpinWait.SpinUntil(() => Volatile.Read(ref s_destroyed) != 0);
        Check.Equal(1, s_destroyed);
        Check.Equal(0, KeyDelete(kept));
        Check.Equal(22, KeyDelete(uint.MaxValue)); // EINVAL
    }

    [KernelTest]
    internal static void Characters_are_of_the_classes_of_the_C_locale()
    {
        ushort* classes = *Classes();
        for (int i = -128; i < 256; i++)
        {
            char c = (char)i;
            bool ascii = i is >= 0 and < 128;
            int expected = !ascii ? 0
                : (char.IsAsciiLetterUpper(c) ? 0x100 : 0)
                | (char.IsAsciiLetterLower(c) ? 0x200 : 0)
                | (char.IsAsciiLetter(c) ? 0x400 : 0)
                | (char.IsAsciiDigit(c) ? 0x800 : 0)
                | (char.IsAsciiHexDigit(c) ? 0x1000 : 0)
                | (i is 32 or (>= 9 and <= 13) ? 0x2000 : 0)
                | (i is >= 32 and < 127 ? 0x4000 : 0)
                | (i is > 32 and < 127 ? 0x8000 : 0)
                | (i is 32 or 9 ? 1 : 0)
                | (char.IsControl(c) ? 2 : 0)
                | (i is > 32 and < 127 && !char.IsAsciiLetterOrDigit(c) ? 4 : 0)
                | (char.IsAsciiLetterOrDigit(c) ? 8 : 0);
            Check.Equal((i, expected), (i, classes[i]));
        }
    }

    [KernelTest]
    internal static void Characters_change_case_as_in_the_C_locale()
    {
        int* lower = *LowerCases();
        int* upper = *UpperCases();
        for (int i = -128; i < 256; i++)
        {
            Check.Equal(i is >= 'A' and <= 'Z' ? i + 32 : i, lower[i]);
            Check.Equal(i is >= 'a' and <= 'z' ? i - 32 : i, upper[i]);
        }
    }

    [KernelTest]
    internal static void Select_tells_which_end_of_a_pipe_is_ready()
    {
        int* files = stackalloc int[2];
        long* now = stackalloc long[2];
        ulong* readable = stackalloc ulong[16];
        ulong* writable = stackalloc ulong[16];
        new Span<long>(now, 2).Clear();
        Check.Equal(0, Pipe(files));
        Check.Equal(1, Ask());
        Check.That(!Has(readable, files[0]) && Has(writable, files[1]));
        byte value = 1;
        Check.Equal(1L, Write(files[1], &value, 1));
        Check.Equal(2, Ask());
        Check.That(Has(readable, files[0]) && Has(writable, files[1]));
        Check.Equal(0, Close(files[0]));
        Check.Equal(0, Close(files[1]));
        Check.Equal(-1, Ask()); // EBADF
        Check.Equal(-1, Select(1025, null, null, null, now));
        Check.Equal(0, Select(0, null, null, null, now));

        int Ask()
        {
            new Span<ulong>(readable, 16).Clear();
            new Span<ulong>(writable, 16).Clear();
            readable[files[0] / 64] |= 1UL << (files[0] % 64);
            writable[files[1] / 64] |= 1UL << (files[1] % 64);
            return Select(Math.Max(files[0], files[1]) + 1, readable, writable, null, now);
        }

        static bool Has(ulong* set, int file) => (set[file / 64] >> (file % 64) & 1) != 0;
    }

    [KernelTest]
    internal static void A_stream_is_read_by_lines_and_items_to_its_end()
    {
        int* files = stackalloc int[2];
        int* stream = stackalloc int[2];
        byte* buffer = stackalloc byte[64];
        Check.Equal(0, Pipe(files));
        fixed (byte* text = "first\nsecond line\nrest"u8)
        {
            Check.Equal(22L, Write(files[1], text, 22));
        }
        Check.Equal(0, Close(files[1]));
        stream[0] = files[0];
        stream[1] = 0;
        Check.Equal("first\n", Text(ReadLine(buffer, 64, stream)));
        Check.Equal("second ", Text(ReadLine(buffer, 8, stream)));
        Check.Equal("line\n", Text(ReadLine(buffer, 64, stream)));
        Check.Equal(0, IsAtEnd(stream));
        Check.Equal((nuint)1, ReadItems(buffer, 3, 5, stream));
        Check.That(IsAtEnd(stream) != 0 && HasFailed(stream) == 0);
        Check.That(ReadLine(buffer, 64, stream) == null);
        Clear(stream);
        Check.Equal(0, IsAtEnd(stream));
        Check.Equal(0, Close(files[0]));
        Check.Equal((nuint)0, ReadItems(buffer, 1, 1, stream));
        Check.That(HasFailed(stream) != 0);
    }

    [KernelTest]
    internal static void A_checked_function_does_what_its_plain_kin_does()
    {
        byte* buffer = stackalloc byte[8];
        "abc\0"u8.CopyTo(new Span<byte>(buffer, 8));
        fixed (byte* rest = "defg\0"u8)
        {
            Check.That(Append(buffer, rest, 8) == buffer);
        }
        Check.Equal("abcdefg", Text(buffer));
    }

    [KernelTest]
    internal static void A_library_that_was_linked_in_can_be_opened_and_searched()
    {
        nint library = NativeLibrary.Load("libssl.so.3");
        Check.That(NativeLibrary.TryGetExport(library, "EVP_sha256", out nint digest) && digest != 0);
        Check.That(NativeLibrary.TryGetExport(library, "TLS_method", out nint method) && method != digest);
        Check.That(!NativeLibrary.TryGetExport(library, "EVP_sha25", out _));
        Check.That(!NativeLibrary.TryGetExport(library, "zzz", out _));
        nint version = NativeLibrary.GetExport(library, "OpenSSL_version_num");
        Check.Equal(3UL, ((delegate* unmanaged<ulong>)version)() >> 28);
        Check.Throws<DllNotFoundException>(() => NativeLibrary.Load("libother.so"));
    }

    private static string Text(byte* text)
        => Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Counts slowly, so that others come while it runs.</summary>
    [UnmanagedCallersOnly]
    private static void Initialise()
    {
        for (int i = 0; i < Running; i++)
        {
            Thread.Yield();
            Volatile.Write(ref s_initialised, Volatile.Read(ref s_initialised) + 1);
        }
    }

    [UnmanagedCallersOnly]
    private static void Destroy(void* value) => Interlocked.Increment(ref s_destroyed);
}
