using Enso.Queues;

namespace Enso.Drawing.Scenarios;

/// <summary>One writer and many readers.</summary>
internal static class PublisherPictures
{
    public static Picture Multicursor()
    {
        Publisher<int, Vec<int>> queue = new(
            new QueueOptions { Capacity = 8, MaximumReaders = 3, FullPolicy = FullPolicy.Reject });
        List<Frame> frames = [];
        Reader<int, Vec<int>> a = queue.Subscribe();
        Publish(queue, 4);
        Read(a, 3);
        Reader<int, Vec<int>> b = queue.Subscribe();
        Publish(queue, 2);
        Read(b, 1);
        frames.Add(Look(
            "A late reader sees what follows", queue, "4 x Publish, 3 x a.Next", "b = Subscribe()", "2 x Publish, b.Next"));
        Reader<int, Vec<int>> c = queue.Subscribe();
        int taken = Publish(queue, int.MaxValue);
        Read(b, 6);
        Read(c, 5);
        frames.Add(Look(
            "The slowest reader holds the writer", queue, "c = Subscribe()", $"{taken} x TryPublish -> true, then false",
            "6 x b.Next, 5 x c.Next"));
        queue.DeclareDead(a);
        Publish(queue, 2);
        frames.Add(Look("A dead one does not", queue, "DeclareDead(a)", "2 x Publish"));
        string refused = "";
        try
        {
            a.Next();
        }
        catch (ReaderDeadException)
        {
            refused = nameof(ReaderDeadException);
        }

        a.Dispose();
        b.Dispose();
        Reader<int, Vec<int>> d = queue.Subscribe();
        Publish(queue, 2);
        Read(d, 1);
        frames.Add(Look(
            "Places left are taken again", queue, $"a.Next -> {refused}", "a.Dispose(), b.Dispose()",
            "Subscribe, 2 x Publish, Next"));
        return new Picture("publisher", "Publisher: one writer, many cursors in one ring", 2, frames);
    }

    public static Picture Retained()
    {
        Publisher<int, Vec<int>> queue = new(
            new QueueOptions { Capacity = 8, MaximumReaders = 2, Retained = 4, FullPolicy = FullPolicy.Reject });
        List<Frame> frames = [];
        Reader<int, Vec<int>> a = queue.Subscribe();
        Publish(queue, 6);
        Read(a, 6);
        frames.Add(Look("The last four are kept", queue, "6 x Publish, 6 x a.Next"));
        Publish(queue, 4);
        Read(a, 4);
        string refused;
        try
        {
            _ = queue.Subscribe(from: 0);
            refused = "taken";
        }
        catch (ArgumentOutOfRangeException)
        {
            refused = "refused";
        }

        frames.Add(Look(
            "What was written over is gone", queue, "4 x Publish, 4 x a.Next", $"Subscribe(from: 0) -> {refused}"));
        Reader<int, Vec<int>> b = queue.Subscribe(from: 6);
        Read(b, 1);
        int taken = Publish(queue, int.MaxValue);
        frames.Add(Look(
            "A late reader begins there", queue, "b = Subscribe(from: 6), b.Next",
            $"{taken} x TryPublish -> true, then false"));
        return new Picture("publisher-retained", "Publisher: messages kept for readers that come later", 3, frames);
    }

    private static int Publish(Publisher<int, Vec<int>> queue, int count)
    {
        int taken = 0;
        while (taken < count && queue.Writer.TryPublish(taken))
        {
            taken++;
        }

        return taken;
    }

    private static void Read(Reader<int, Vec<int>> reader, int count)
    {
        for (int i = 0; i < count; i++)
        {
            reader.Next();
        }
    }

    private static Frame Look(string title, Publisher<int, Vec<int>> queue, params string[] code)
    {
        QueueView view = queue.View();
        return new Frame(title, code, new RingFigure(view, CursorMark.Of(view)));
    }
}
