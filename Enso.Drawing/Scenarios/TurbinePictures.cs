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
        string read = $"{Publish(writer, 6)} x Publish; parse {Read(parse, 5)}, price {Read(price, 4)}, "
            + $"check {Read(check, 2)}";
        frames.Add(Look(
            "Stages stay behind one another", turbine, read, $"send {Read(send, int.MaxValue)}, then false"));
        int taken = Publish(writer, int.MaxValue);
        frames.Add(Look(
            "The last stage holds the writer", turbine, $"{taken} x TryPublish -> true, then false"));
        read = $"parse {Read(parse, 5)}, check {Read(check, 4)}, send {Read(send, int.MaxValue)}, then false";
        taken = Publish(writer, int.MaxValue);
        frames.Add(Look(
            "What it releases is room", turbine, read, $"{taken} x TryPublish -> true, then false"));
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
