using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Enso.Queues;

/// <summary>Cache lines that messages lie in.</summary>
internal static unsafe class Lines
{
    private const int Bytes = 64;

    // About as many as a core can have under way at a time.
    private const int Most = 12;

    /// <summary>Begins to fetch the lines of some messages, as many as are worth it, and does not wait for them.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="messages">The messages.</param>
    public static void Prefetch<T>(Span<T> messages)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // An address is only a hint to the processor: it does not matter if the collector moves the messages meanwhile.
        byte* first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(messages));
        long bytes = Math.Min((long)messages.Length * Unsafe.SizeOf<T>(), Most * Bytes);
        for (long at = 0; at < bytes; at += Bytes)
        {
            Sse.Prefetch0(first + at);
        }
    }
}
