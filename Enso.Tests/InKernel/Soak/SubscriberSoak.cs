using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>Several writers, of which some come later, and one reader.</summary>
internal static class SubscriberSoak
{
    public static void Run<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<SoakMessage, TStorage>
    {
        int writers = plan.Random.Next(1, 5);
        QueueOptions options = plan.ChooseOptions(writers + 1, 1, 0, 10, FullPolicy.Wait, FullPolicy.Reject);
        int count = plan.ChooseCount() / writers;
        Subscriber<SoakMessage, TStorage> subscriber = new(options);
        IQueueWriter<SoakMessage> last = subscriber.Link();
        SoakLedger[] sent = new SoakLedger[writers];
        SoakLedger read = new(writers);
        int left = writers;
        SoakCrew crew = new(plan, last.Complete, () => subscriber.Properties.ToString());
        for (int i = 0; i < writers; i++)
        {
            int writer = i;
            sent[i] = new SoakLedger(writers);
            crew.Add(pace =>
            {
                pace.LetOthersRun();
                SoakEnds.Write(subscriber.Link(), writer, count, options.Capacity, sent[writer], pace);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    last.Complete();
                }
            });
        }
        crew.Add(pace => SoakEnds.Read(
            subscriber.Reader, subscriber.Reader.WaitForMessage, message => read.Enter(message), pace));
        crew.Run();
        read.CheckSame(SoakLedger.Merge(sent));
        plan.Messages = read.Count;
    }
}
