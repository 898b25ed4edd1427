using Enso.Queues;

namespace Enso.Drawing.Scenarios;

/// <summary>Many writers and one reader.</summary>
internal static class SubscriberPictures
{
    public static Picture Gap()
    {
        Subscriber<int, Vec<int>> queue = new(new QueueOptions { Capacity = 8 });
        IQueueWriter<int> first = queue.Link();
        IQueueWriter<int> second = queue.Link();
        List<Frame> frames = [];
        first.Publish(0);
        second.Publish(1);
        queue.Reader.Next();
        first.TryClaim(2, out _);
        second.TryClaim(2, out _);
        frames.Add(Look("Two writers have claimed", queue, "first.TryClaim(2)", "second.TryClaim(2)"));
        second.Commit();
        queue.Reader.Next();
        bool isThere = queue.Reader.TryNext(out _);
        frames.Add(Look(
            "The second finishes first", queue, "second.Commit()", $"Next; TryNext -> {(isThere ? "true" : "false")}"));
        first.Commit();
        queue.Reader.Next();
        frames.Add(Look("The gap closes", queue, "first.Commit()", "Next"));
        return new Picture("subscriber", "Subscriber: many writers, one reader", 3, frames);
    }

    private static Frame Look(string title, Subscriber<int, Vec<int>> queue, params string[] code)
    {
        QueueView view = queue.View();
        return new Frame(title, code, new RingFigure(view, CursorMark.Of(view, "writers")));
    }
}
