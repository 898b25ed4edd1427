using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>One writer and one reader, with every policy.</summary>
internal static class LinkSoak
{
    public static void Run<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<SoakMessage, TStorage>
    {
        QueueOptions options = plan.ChooseOptions(2, 1, 0, 10, Enum.GetValues<FullPolicy>());
        bool mayMiss = options.FullPolicy is FullPolicy.DropOldest or FullPolicy.DropNewest;
        int count = plan.ChooseCount();
        Link<SoakMessage, TStorage> link = new(options);
        SoakLedger sent = new(1);
        SoakLedger read = new(1, mayMiss);
        SoakCrew crew = new(plan, link.Writer.Complete, () => link.Properties.ToString());
        crew.Add(pace =>
        {
            SoakEnds.Write(link.Writer, 0, count, options.Capacity, sent, pace);
            link.Writer.Complete();
        });
        crew.Add(pace => SoakEnds.Read(
            link.Reader, link.Reader.WaitForMessage, message => read.Enter(message), pace));
        crew.Run();
        if (!mayMiss)
        {
            read.CheckSame(sent);
        }
        Check.Equal(sent.Count, read.Count + link.Properties.Dropped);
        plan.Messages = read.Count;
    }
}
