using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>One ring with four stages: one, two beside one another after it, and one after both, which sees what all of
/// them wrote into each message.</summary>
internal static class TurbineSoak
{
    public static void Run(SoakPlan plan)
    {
        int writers = plan.Random.Next(1, 4);
        QueueOptions options = plan.ChooseOptions(writers + 4, 4, 0, 10, FullPolicy.Wait, FullPolicy.Reject);
        int count = plan.ChooseCount() / writers;
        Turbine<SoakMessage> turbine = new(options, severalWriters: writers > 1);
        Reader<SoakMessage, Vec<SoakMessage>> first = turbine.AddStage();
        Reader<SoakMessage, Vec<SoakMessage>> second = turbine.AddStage(first);
        Reader<SoakMessage, Vec<SoakMessage>> third = turbine.AddStage(first);
        Reader<SoakMessage, Vec<SoakMessage>> fourth = turbine.AddStage(second, third);
        IQueueWriter<SoakMessage>[] ends = new IQueueWriter<SoakMessage>[writers];
        SoakLedger[] sent = new SoakLedger[writers];
        SoakLedger read = new(writers);
        int left = writers;
        SoakCrew crew = new(plan, error => ends[0].Complete(error), () => turbine.Properties.ToString());
        for (int i = 0; i < writers; i++)
        {
            int writer = i;
            ends[i] = writers > 1 ? turbine.AddWriter() : turbine.Writer;
            sent[i] = new SoakLedger(writers);
            crew.Add(pace =>
            {
                SoakEnds.Write(ends[writer], writer, count, options.Capacity, sent[writer], pace);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    ends[writer].Complete();
                }
            });
        }
        AddStage(turbine, first, plan, crew, (ref SoakMessage message) =>
            message.ByStageOne = SoakMessage.Mix(message.First, 1));
        AddStage(turbine, second, plan, crew, (ref SoakMessage message) =>
            message.ByStageTwo = SoakMessage.Mix(message.ByStageOne, 2));
        AddStage(turbine, third, plan, crew, (ref SoakMessage message) =>
            message.ByStageThree = SoakMessage.Mix(message.ByStageOne, 3));
        AddStage(turbine, fourth, plan, crew, (ref SoakMessage message) =>
        {
            read.Enter(message);
            ulong one = SoakMessage.Mix(message.First, 1);
            Check.That(
                message.ByStageOne == one
                    && message.ByStageTwo == SoakMessage.Mix(one, 2)
                    && message.ByStageThree == SoakMessage.Mix(one, 3),
                $"message {message.Number} of writer {message.Writer} lacks what a stage wrote");
        });
        crew.Run();
        read.CheckSame(SoakLedger.Merge(sent));
        plan.Messages = read.Count;
    }

    private delegate void Handler(ref SoakMessage message);

    private static void AddStage(
        Turbine<SoakMessage> turbine,
        Reader<SoakMessage, Vec<SoakMessage>> stage,
        SoakPlan plan,
        SoakCrew crew,
        Handler handler)
    {
        int batch = plan.Random.Next(1, 100);
        if (plan.Random.Next(2) == 0)
        {
            crew.Add(pace => turbine.Run(
                stage,
                (messages, _, _) =>
                {
                    pace.Dawdle();
                    for (int i = 0; i < messages.Count; i++)
                    {
                        handler(ref messages[i]);
                    }
                },
                batch).Completion.GetAwaiter().GetResult());
        }
        else
        {
            crew.Add(pace => ReadByHand(stage, batch, handler, pace));
        }
    }

    private static void ReadByHand(
        Reader<SoakMessage, Vec<SoakMessage>> stage, int batch, Handler handler, SoakPace pace)
    {
        while (stage.WaitForMessage())
        {
            pace.Dawdle();
            if (stage.TryRead(batch, out Slots<SoakMessage> shown))
            {
                int count = 1 + pace.Below(shown.Count);
                for (int i = 0; i < count; i++)
                {
                    handler(ref shown[i]);
                }
                stage.Release(count);
            }
        }
    }
}
