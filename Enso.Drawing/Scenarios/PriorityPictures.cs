using Enso.Queues;

namespace Enso.Drawing.Scenarios;

/// <summary>Classes of messages.</summary>
internal static class PriorityPictures
{
    private const int Classes = 3;
    private const int Waiting = 7;

    public static Picture Order() => new(
        "priorities",
        "Seven messages of each class wait: the order of service",
        1,
        [
            Serve("Strict: the highest class that has a message", new Strict()),
            Serve("Weighted by 4, 2, 1: by turns", new Weighted(new Weights(4, 2, 1))),
            Serve("Ageing by 3: a head rises a class for each 3 messages served before it", new Ageing(3)),
        ]);

    public static Picture Room()
    {
        ClassQueue<int, Vec<int>, Strict> queue = new(
            Classes, new QueueOptions { Capacity = 8, FullPolicy = FullPolicy.Reject }, new Strict());
        ClassWriter<int> writer = queue.Link();
        writer.Publish(0, 0);
        writer.Publish(0, 1);
        int flood = 0;
        while (writer.Publish(2, flood))
        {
            flood++;
        }

        writer.Publish(1, 0);
        queue.Reader.Next();
        string[] code = ["2 of class 0", "1 of class 1", $"{flood} of class 2, then refused"];
        return new Picture(
            "priority-classes",
            "A class has a ring of its own: a flood in one takes no room from another",
            3,
            [
                .. Enumerable.Range(0, Classes).Select(index =>
                {
                    QueueView view = queue.ViewOf(index);
                    return new Frame(
                        $"Class {index}", [code[index]], new RingFigure(view, CursorMark.Of(view, "writers")));
                }),
            ]);
    }

    private static Frame Serve<TSelection>(string title, TSelection selection)
        where TSelection : struct, ISelection
    {
        ClassQueue<int, Vec<int>, TSelection> queue = new(Classes, new QueueOptions { Capacity = 8 }, selection);
        ClassWriter<int> writer = queue.Link();
        for (int i = 0; i < Waiting * Classes; i++)
        {
            writer.Publish(i % Classes, i % Classes);
        }

        int[] served = new int[Waiting * Classes];
        for (int i = 0; i < served.Length; i++)
        {
            served[i] = queue.Reader.Next();
        }

        return new Frame(title, [], new OrderFigure(Classes, served));
    }
}
