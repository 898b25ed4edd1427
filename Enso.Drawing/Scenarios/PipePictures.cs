using Enso.Queues;

namespace Enso.Drawing.Scenarios;

/// <summary>Records of bytes.</summary>
internal static class PipePictures
{
    // The smallest ring that can be mirrored.
    private const int Capacity = 4096;

    public static Picture Frames() => new(
        "pipe",
        "FramePipe: a record comes to the end of the ring",
        1,
        [
            Write<Vec<byte>>("Vec<byte>: the rest is left out"),
            Write<Mirrored<byte>>("Mirrored<byte>: it goes on in the second image of the ring"),
        ]);

    private static Frame Write<TStorage>(string title)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        FramePipe<TStorage> pipe = new(new QueueOptions { Capacity = Capacity });
        pipe.Writer.Write(new byte[1500]);
        pipe.Writer.Write(new byte[900]);
        pipe.Writer.Write(new byte[1000]);
        pipe.Reader.Read();
        pipe.Reader.Release();
        pipe.Writer.Write(new byte[1100]);
        QueueView view = pipe.View();
        return new Frame(
            title,
            ["Write 1500, 900 and 1000 bytes; Read, Release", "Write 1100 bytes"],
            new BytesFigure(view, pipe.ViewFrames(), CursorMark.Of(view)));
    }
}
