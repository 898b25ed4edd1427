using System.Runtime.InteropServices;
using System.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>A zero-terminated string, or room for one, in memory that does not move.</summary>
internal sealed unsafe class NativeText : IDisposable
{
    /// <summary>What memory holds before a function under test writes to it.</summary>
    public const byte Junk = 0xA5;

    /// <summary>Copies a string, one byte for each character.</summary>
    public NativeText(string text)
        : this(text.Length + 1)
    {
        Encoding.Latin1.GetBytes(text, new Span<byte>(Pointer, text.Length));
        Pointer[text.Length] = 0;
    }

    /// <summary>Room for a result, filled with <see cref="Junk"/>.</summary>
    public NativeText(int size)
    {
        Size = size;
        Pointer = (byte*)NativeMemory.Alloc((nuint)size + 1);
        new Span<byte>(Pointer, size + 1).Fill(Junk);
    }

    /// <summary>The first byte.</summary>
    public byte* Pointer { get; }

    /// <summary>The room in bytes; one more byte of junk follows.</summary>
    public int Size { get; }

    /// <summary>Whether the byte after the room is untouched.</summary>
    public bool IsIntact => Pointer[Size] == Junk;

    /// <summary>The text before the terminator.</summary>
    public override string ToString() => Read(Pointer);

    /// <summary>The text at a pointer, up to its terminator.</summary>
    public static string Read(byte* text)
        => Encoding.Latin1.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(Pointer);
}
