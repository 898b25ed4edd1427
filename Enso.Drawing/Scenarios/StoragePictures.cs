using Enso.Queues;

namespace Enso.Drawing.Scenarios;

/// <summary>What the backends do.</summary>
internal static class StoragePictures
{
    public static Picture Claims() => new(
        "claim-across-the-end",
        "Four places claimed across the end of a ring",
        1,
        [
            Claim<Vec<Block>>("Vec: two runs"),
            Claim<Mirrored<Block>>("Mirrored: the ring lies twice in the address space, so one run"),
        ]);

    public static Picture GrowingRing()
    {
        Link<int, VecDeque<int>> link = new(new QueueOptions { Capacity = 4, MaximumCapacity = 8 });
        List<Frame> frames = [];
        Publish(link.Writer, 4);
        Read(link.Reader, 1);
        Publish(link.Writer, 1);
        frames.Add(LookAtRing("Full", link, "4 x Publish, Next, Publish"));
        Publish(link.Writer, 1);
        frames.Add(LookAtRing("It doubles; what is unread moves", link, "Publish"));
        int taken = Publish(link.Writer, int.MaxValue);
        frames.Add(LookAtRing("As large as it may become", link, $"{taken} x TryPublish -> true, then false"));
        return new Picture("vecdeque", "VecDeque: a ring that doubles", 3, frames);
    }

    public static Picture Segments()
    {
        const int Length = 4;
        Link<int, LinkedSegments<int>> link = new(new QueueOptions { Capacity = Length, MaximumCapacity = 8 });
        List<Frame> frames = [];
        Publish(link.Writer, 3);
        frames.Add(LookAtSegments("One segment", link, Length, "3 x Publish"));
        Read(link.Reader, 2);
        Publish(link.Writer, 6);
        frames.Add(LookAtSegments("Two more, for up to eight", link, Length, "2 x Next, 6 x Publish"));
        Read(link.Reader, 4);
        Publish(link.Writer, 4);
        frames.Add(LookAtSegments("One that is read is used again", link, Length, "4 x Next, 4 x Publish"));
        return new Picture("linked-segments", "LinkedSegments: nothing is ever moved", 3, frames);
    }

    private static Frame Claim<TStorage>(string title)
        where TStorage : struct, IStorage<Block, TStorage>
    {
        Link<Block, TStorage> link = new(new QueueOptions { Capacity = 8 });
        Publish(link.Writer, 6);
        Read(link.Reader, 5);
        int place = (int)(link.View().Writer.Sequence & (link.View().Capacity - 1));
        link.Writer.TryClaim(4, out Slots<Block> slots);
        List<Run> runs = [new Run(place, slots.First.Length, $"First, {slots.First.Length}")];
        if (!slots.Second.IsEmpty)
        {
            runs.Add(new Run(0, slots.Second.Length, $"Second, {slots.Second.Length}"));
        }

        QueueView view = link.View();
        return new Frame(
            title,
            ["6 x Publish, 5 x Next", "TryClaim(4, out slots)"],
            StripFigure.OfRing(view, CursorMark.Of(view), runs));
    }

    private static int Publish<T>(IQueueWriter<T> writer, int count)
        where T : struct
    {
        int taken = 0;
        while (taken < count && writer.TryPublish(default))
        {
            taken++;
        }

        return taken;
    }

    private static void Read<T>(IQueueReader<T> reader, int count)
    {
        for (int i = 0; i < count; i++)
        {
            reader.Next();
        }
    }

    private static Frame LookAtRing(string title, Link<int, VecDeque<int>> link, string code)
    {
        QueueView view = link.View();
        return new Frame(title, [code], new RingFigure(view, CursorMark.Of(view)));
    }

    private static Frame LookAtSegments(string title, Link<int, LinkedSegments<int>> link, int length, string code)
    {
        QueueView view = link.View();
        return new Frame(title, [code], StripFigure.OfSegments(view, CursorMark.Of(view), length));
    }
}
