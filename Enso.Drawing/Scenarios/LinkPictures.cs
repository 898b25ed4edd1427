using Enso.Queues;

namespace Enso.Drawing.Scenarios;

/// <summary>One writer and one reader.</summary>
internal static class LinkPictures
{
    public static Picture Ring()
    {
        Link<int, Vec<int>> link = new(new QueueOptions { Capacity = 8, FullPolicy = FullPolicy.Reject });
        List<Frame> frames = [];
        Publish(link, 5);
        Read(link, 2);
        frames.Add(Look("Five published, two read", link, "5 x Publish, 2 x Next"));
        Publish(link, 5);
        Read(link, 4);
        frames.Add(Look("Round the end of the ring", link, "5 x Publish, 4 x Next"));
        int taken = 0;
        while (link.Writer.TryPublish(0))
        {
            taken++;
        }

        frames.Add(Look("Full: the reader holds the writer", link, $"{taken} x TryPublish -> true, then false"));
        return new Picture("link", "Link: one writer, one reader, one ring", 3, frames);
    }

    public static Picture Policies()
    {
        List<Frame> frames = [];
        foreach (FullPolicy policy in Enum.GetValues<FullPolicy>())
        {
            Link<int, Vec<int>> link = new(new QueueOptions { Capacity = 4, FullPolicy = policy });
            List<string> code = [];
            for (int i = 0; i < 6; i++)
            {
                bool isTaken = link.Writer.TryPublish(i);
                if (i >= 4)
                {
                    code.Add($"TryPublish({i}) -> {Word(isTaken)}");
                }
            }

            QueueProperties properties = link.Properties;
            code.Add($"rejected {properties.Rejected}, dropped {properties.Dropped}");
            frames.Add(Look(policy.ToString(), link, [.. code]));
        }

        return new Picture("full-policies", "Two messages more than a queue of four holds", 2, frames);
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static void Publish(Link<int, Vec<int>> link, int count)
    {
        for (int i = 0; i < count; i++)
        {
            link.Writer.Publish(i);
        }
    }

    private static void Read(Link<int, Vec<int>> link, int count)
    {
        for (int i = 0; i < count; i++)
        {
            link.Reader.Next();
        }
    }

    private static Frame Look(string title, Link<int, Vec<int>> link, params string[] code)
    {
        QueueView view = link.View();
        return new Frame(title, code, new RingFigure(view, CursorMark.Of(view)));
    }
}
