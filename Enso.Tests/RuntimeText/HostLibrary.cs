using System.Runtime.InteropServices;
using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>The C library of the machine that the tests run on, to compare with. Only functions without a
/// variable argument list: a platform call cannot make one.</summary>
internal static unsafe class HostLibrary
{
    private const string Library = "libc";

    /// <summary>Ends the test as ignored where there is no GNU library for x86-64.</summary>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Ignore("there is no System V C library to compare with");
        }
    }

    /// <summary>Formats into a buffer.</summary>
    [DllImport(Library, EntryPoint = "vsnprintf")]
    public static extern int Print(byte* buffer, ulong size, byte* format, VariableArguments* arguments);

    /// <summary>Reads values from a string.</summary>
    [DllImport(Library, EntryPoint = "vsscanf")]
    public static extern int Scan(byte* input, byte* format, VariableArguments* arguments);

    /// <summary>Reads an unsigned integer.</summary>
    [DllImport(Library, EntryPoint = "strtoull")]
    public static extern ulong ToUInt64(byte* text, byte** end, int radix);

    /// <summary>Reads a signed integer.</summary>
    [DllImport(Library, EntryPoint = "strtoll")]
    public static extern long ToInt64(byte* text, byte** end, int radix);

    /// <summary>The message of an error number.</summary>
    [DllImport(Library, EntryPoint = "strerror")]
    public static extern byte* Message(int error);

    /// <summary>The message of a resolver's error.</summary>
    [DllImport(Library, EntryPoint = "gai_strerror")]
    public static extern byte* ResolverMessage(int error);

    /// <summary>Starts the sequence of <see cref="NextRandom"/>.</summary>
    [DllImport(Library, EntryPoint = "srand48")]
    public static extern void SeedRandom(long seed);

    /// <summary>The sequence's next number.</summary>
    [DllImport(Library, EntryPoint = "lrand48")]
    public static extern long NextRandom();

    /// <summary>Finds a string in a string.</summary>
    [DllImport(Library, EntryPoint = "strstr")]
    public static extern byte* Substring(byte* text, byte* pattern);

    /// <summary>Measures a run of bytes that are in a set.</summary>
    [DllImport(Library, EntryPoint = "strspn")]
    public static extern ulong Span(byte* text, byte* set);

    /// <summary>Cuts a token off.</summary>
    [DllImport(Library, EntryPoint = "strtok_r")]
    public static extern byte* NextToken(byte* text, byte* delimiters, byte** position);
}
