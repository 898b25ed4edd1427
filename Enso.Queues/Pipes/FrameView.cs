using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>A frame in the ring of a pipe.</summary>
/// <param name="Sequence">The sequence of its first byte, which is its header's.</param>
/// <param name="Length">Bytes of the record; 0 for what is left out at the end of a ring.</param>
/// <param name="Size">Bytes of the frame, with the header.</param>
/// <param name="IsPadding">Whether it is no record, but what was left out at the end of the ring.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FrameView(long Sequence, int Length, int Size, bool IsPadding)
{
    // A reader that moves on while the frames are walked makes the walk worthless; after so many it is too quick to be seen.
    private const int Attempts = 8;

    /// <summary>Walks the frames of a pipe with one reader.</summary>
    /// <param name="core">Its queue.</param>
    internal static IReadOnlyList<FrameView> Of<TStorage>(QueueCore<byte, TStorage> core)
        where TStorage : struct, IStorage<byte>
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long oldest = core.Oldest();
            long published = TStorage.ReadAcquire(ref core.Cursors[QueueCore<byte, TStorage>.Writer].Sequence);
            List<FrameView> frames = [];
            long sequence = oldest;
            while (sequence < published)
            {
                FrameHeader header = FrameHeader.Read(core.Storage.ToRead(sequence, FrameHeader.Bytes));
                if (header.Size < FrameHeader.Bytes || header.Size % FrameHeader.Bytes != 0)
                {
                    break;
                }

                bool isPadding = header.Length == FrameHeader.Padding;
                frames.Add(new FrameView(sequence, isPadding ? 0 : header.Length, header.Size, isPadding));
                sequence += header.Size;
            }

            // Nothing from the reader's cursor on is written over while it stands there.
            if (core.Oldest() == oldest)
            {
                return frames;
            }
        }

        return [];
    }
}
