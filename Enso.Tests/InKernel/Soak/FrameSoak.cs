using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>Records of any length: through a pipe, from several writers, and to readers that come, go and are declared
/// dead.</summary>
internal static class FrameSoak
{
    private const int LongestLife = 400;
    private const int MostHeld = 8;

    // Of the ring: two bits for the least record, and the pages that a mirrored ring takes.
    private const int Smallest = 8;
    private const int Largest = 14;

    /// <summary>One writer and one reader.</summary>
    public static void RunPipe<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        QueueOptions options = plan.ChooseOptions(2, 1, Smallest, Largest, FullPolicy.Wait, FullPolicy.Reject);
        FramePipe<TStorage> pipe = new(options);
        SoakCrew crew = new(plan, pipe.Writer.Complete, () => pipe.Properties.ToString());
        Run(plan, crew, [pipe.Writer], pipe.Reader, pipe.Writer.Complete);
    }

    /// <summary>Several writers and one reader.</summary>
    public static void RunSubscriber<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        int writers = plan.Random.Next(1, 5);
        QueueOptions options = plan.ChooseOptions(writers + 1, 1, Smallest, Largest, FullPolicy.Wait, FullPolicy.Reject);
        FrameSubscriber<TStorage> pipe = new(options);
        FrameWriter<TStorage>[] ends = new FrameWriter<TStorage>[writers];
        for (int i = 0; i < writers; i++)
        {
            ends[i] = pipe.Link();
        }
        FrameWriter<TStorage> last = pipe.Link();
        SoakCrew crew = new(plan, last.Complete, () => pipe.Properties.ToString());
        Run(plan, crew, ends, pipe.Reader, last.Complete);
    }

    /// <summary>One writer, a reader that reads all, and others that come and go and are declared dead.</summary>
    public static void RunPublisher<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        int guests = plan.Random.Next(0, 4);
        QueueOptions options = plan.ChooseOptions(
            guests + 3, guests + 1, Smallest, Largest, FullPolicy.Wait, FullPolicy.Reject);
        FramePublisher<TStorage> pipe = new(options);
        ReaderHunt<FrameReader<TStorage>> hunt = new(Math.Max(1, guests), pipe.DeclareDead);
        void End(Exception? error)
        {
            hunt.End();
            pipe.Writer.Complete(error);
        }
        SoakCrew crew = new(plan, End, () => pipe.Properties.ToString());
        for (int i = 0; i < guests; i++)
        {
            int place = i;
            crew.Add(pace => ComeAndGo(pipe, hunt, place, pace));
        }
        crew.Add(hunt.Run);
        Run(plan, crew, [pipe.Writer], pipe.Subscribe(), End);
    }

    private static void Run<TStorage>(
        SoakPlan plan,
        SoakCrew crew,
        FrameWriter<TStorage>[] ends,
        FrameReader<TStorage> reader,
        Action<Exception?> complete)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        int count = plan.ChooseCount() / ends.Length;
        SoakLedger[] sent = new SoakLedger[ends.Length];
        SoakLedger read = new(ends.Length);
        int left = ends.Length;
        for (int i = 0; i < ends.Length; i++)
        {
            int writer = i;
            sent[i] = new SoakLedger(ends.Length);
            crew.Add(pace =>
            {
                SoakRecord.WriteAll(ends[writer], writer, count, sent[writer], pace);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    complete(null);
                }
            });
        }
        crew.Add(pace =>
        {
            while (true)
            {
                pace.Dawdle();
                for (int held = pace.Below(MostHeld); held >= 0 && reader.TryRead(out ReadOnlySpan<byte> record); held--)
                {
                    SoakRecord.Enter(record, read);
                }
                reader.Release();
                if (!Wait(reader))
                {
                    return;
                }
            }
        });
        crew.Run();
        read.CheckSame(SoakLedger.Merge(sent));
        plan.Messages = read.Count;
    }

    private static void ComeAndGo<TStorage>(
        FramePublisher<TStorage> pipe, ReaderHunt<FrameReader<TStorage>> hunt, int place, SoakPace pace)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        byte[] copy = new byte[1 << Largest];
        bool isOver = false;
        while (!isOver)
        {
            using FrameReader<TStorage> reader = pipe.Subscribe();
            SoakLedger? seen = null;
            hunt.Show(place, reader);
            try
            {
                for (int life = pace.Below(LongestLife); life > 0 && !isOver; life--)
                {
                    pace.Dawdle();
                    if (!reader.TryRead(out ReadOnlySpan<byte> record))
                    {
                        isOver = !Wait(reader);
                        continue;
                    }
                    int length = record.Length;
                    record.CopyTo(copy);
                    while (pace.Below(LongestLife) == 0 && !hunt.IsFound(place) && !hunt.IsOver)
                    {
                        pace.LetOthersRun();
                    }
                    reader.Release();

                    // Only now it is known that nobody wrote over it.
                    seen ??= SoakRecord.LedgerFrom(copy.AsSpan(0, length));
                    SoakRecord.Enter(copy.AsSpan(0, length), seen);
                }
            }
            catch (ReaderDeadException)
            {
                // What was returned before was whole; a new life begins.
            }
            hunt.Show(place, null);
        }
    }

    private static bool Wait<TStorage>(FrameReader<TStorage> reader)
        where TStorage : struct, IStorage<byte, TStorage> => reader.WaitAsync().AsTask().GetAwaiter().GetResult();
}
