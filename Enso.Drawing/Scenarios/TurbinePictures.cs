using Enso.Queues;

namespace Enso.Drawing.Scenarios;

/// <summary>Stages in one ring.</summary>
internal static class TurbinePictures
{
    private static readonly string[] s_names = ["parse", "price", "check", "send"];

    public static Picture Diamond()
    {
        Turbine<int> turbine = new(
            new QueueOptions { Capacity = 8, MaximumReaders = 4, FullPolicy = FullPolicy.Reject });
        Reader<int, Vec<int>> parse = turbine.AddStage();
        Reader<int, Vec<int>> price = turbine.AddStage(parse);
        Reader<int, Vec<int>> check = turbine.AddStage(parse);
        Reader<int, Vec<int>> send = turbine.AddStage(price, check);
        SingleWriter<int, Vec<int>> writer = turbine.Writer;
        List<Frame> frames = [];
        Publish(writer, 6);
        Read(parse, 5);
        Read(price, 4);
        Read(check, 2);
        bool isThird = Read(send, 3) == 3;
        frames.Add(Look(
            "Stages stay behind one another", turbine, "6 x Publish; parse 5, price 4, check 2",
            $"send 2, the third -> {(isThird ? "true" : "false")}"));
        int taken = Publish(writer, int.MaxValue);
        frames.Add(Look(
            "The last stage holds the writer", turbine, $"{taken} x TryPublish -> true, then false"));
        Read(parse, 5);
        Read(check, 4);
        Read(send, 2);
        taken = Publish(writer, int.MaxValue);
        frames.Add(Look(
            "What it releases is room", turbine, "parse 5, check 4, send 2", $"{taken} x TryPublish -> true, then false"));
        return new Picture("turbine", "Turbine: a diamond of stages in one ring", 3, frames);
    }

    private static int Publish(SingleWriter<int, Vec<int>> writer, int count)
    {
        int taken = 0;
        while (taken < count && writer.TryPublish(taken))
        {
            taken++;
        }

        return taken;
    }

    private static int Read(Reader<int, Vec<int>> stage, int count)
    {
        int read = 0;
        while (read < count && stage.TryNext(out _))
        {
            read++;
        }

        return read;
    }

    private static Frame Look(string title, Turbine<int> turbine, params string[] code)
    {
        QueueView view = turbine.View();
        return new Frame(title, code, new StagesFigure(view, CursorMark.Of(view, readers: s_names)));
    }
}
