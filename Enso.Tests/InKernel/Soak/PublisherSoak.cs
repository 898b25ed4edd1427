using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>One writer; a reader that reads all, and readers that come and go and are declared dead.</summary>
internal static class PublisherSoak
{
    private const int LongestLife = 600;
    private const int Batch = 16;

    public static void Run<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<SoakMessage, TStorage>
    {
        int guests = plan.Random.Next(0, 4);
        QueueOptions options = plan.ChooseOptions(
            guests + 3, guests + 1, 0, 10, FullPolicy.Wait, FullPolicy.Reject, FullPolicy.DropOldest);
        bool mayMiss = options.FullPolicy == FullPolicy.DropOldest;
        int count = plan.ChooseCount();
        Publisher<SoakMessage, TStorage> publisher = new(options);
        ReaderHunt<Reader<SoakMessage, TStorage>> hunt = new(Math.Max(1, guests), publisher.DeclareDead);
        Reader<SoakMessage, TStorage> faithful = publisher.Subscribe();
        SoakLedger sent = new(1);
        SoakLedger read = new(1, mayMiss);
        SoakCrew crew = new(
            plan,
            error =>
            {
                hunt.End();
                publisher.Writer.Complete(error);
            },
            () => publisher.Properties.ToString());
        crew.Add(pace =>
        {
            SoakEnds.Write(publisher.Writer, 0, count, options.Capacity, sent, pace);
            hunt.End();
            publisher.Writer.Complete();
        });
        crew.Add(pace => SoakEnds.Read(
            faithful, faithful.WaitForMessage, message => read.Enter(message), pace));
        for (int i = 0; i < guests; i++)
        {
            int place = i;
            crew.Add(pace => ComeAndGo(publisher, hunt, place, mayMiss, pace));
        }
        crew.Add(hunt.Run);
        crew.Run();
        if (!mayMiss)
        {
            read.CheckSame(sent);
        }
        plan.Messages = read.Count;
    }

    private static void ComeAndGo<TStorage>(
        Publisher<SoakMessage, TStorage> publisher,
        ReaderHunt<Reader<SoakMessage, TStorage>> hunt,
        int place,
        bool mayMiss,
        SoakPace pace)
        where TStorage : struct, IStorage<SoakMessage, TStorage>
    {
        bool isOver = false;
        while (!isOver)
        {
            using Reader<SoakMessage, TStorage> reader = publisher.Subscribe();
            SoakLedger seen = new(1, mayMiss);
            seen.BeginAt(0, reader.Sequence);
            hunt.Show(place, reader);
            try
            {
                isOver = Live(reader, seen, hunt, place, pace);
            }
            catch (ReaderDeadException)
            {
                // What was returned before was whole; a new life begins.
            }
            hunt.Show(place, null);
        }
    }

    // Whether the queue has ended.
    private static bool Live<TStorage>(
        Reader<SoakMessage, TStorage> reader,
        SoakLedger seen,
        ReaderHunt<Reader<SoakMessage, TStorage>> hunt,
        int place,
        SoakPace pace)
        where TStorage : struct, IStorage<SoakMessage, TStorage>
    {
        SoakMessage[] copies = new SoakMessage[Batch];
        for (int life = pace.Below(LongestLife); life > 0; life--)
        {
            pace.Dawdle();
            if (pace.Below(LongestLife) == 0 && reader.TryRead(Batch, out _))
            {
                while (!hunt.IsFound(place) && !hunt.IsOver)
                {
                    pace.LetOthersRun();
                }
                reader.Release(0);
            }
            int count = pace.Below(2) == 0
                ? SoakEnds.ReadBatch(reader, copies, pace)
                : reader.TryNext(out copies[0]) ? 1 : 0;
            for (int i = 0; i < count; i++)
            {
                seen.Enter(copies[i]);
            }
            if (count == 0 && !reader.WaitForMessage())
            {
                return true;
            }
        }
        return false;
    }
}
