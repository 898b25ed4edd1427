using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>Several writers of several classes, and one reader that chooses among the classes.</summary>
internal static class ClassSoak
{
    private const int MostClasses = 5;

    /// <summary>With the highest class first.</summary>
    public static void RunStrict<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<SoakMessage, TStorage> => Run<TStorage, Strict>(plan, _ => default);

    /// <summary>With classes in turns.</summary>
    public static void RunWeighted<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<SoakMessage, TStorage> => Run<TStorage, Weighted>(plan, classes =>
        {
            int[] weights = new int[classes];
            for (int i = 0; i < classes; i++)
            {
                weights[i] = plan.Random.Next(1, 6);
            }
            return new Weighted(new Weights(weights));
        });

    /// <summary>With classes that rise while they wait.</summary>
    public static void RunAgeing<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<SoakMessage, TStorage> =>
        Run<TStorage, Ageing>(plan, _ => new Ageing(plan.Random.Next(1, 50)));

    private static void Run<TStorage, TSelection>(SoakPlan plan, Func<int, TSelection> select)
        where TStorage : struct, IStorage<SoakMessage, TStorage>
        where TSelection : struct, ISelection
    {
        int classes = plan.Random.Next(1, MostClasses + 1);
        int writers = plan.Random.Next(1, 4);
        QueueOptions options = plan.ChooseOptions(writers + 1, 1, 0, 8, FullPolicy.Wait, FullPolicy.Reject);
        int count = plan.ChooseCount() / writers / classes;
        ClassQueue<SoakMessage, TStorage, TSelection> queue = new(classes, options, select(classes));
        ClassWriter<SoakMessage> last = queue.Link();
        SoakLedger[] sent = new SoakLedger[writers];
        SoakLedger read = new(writers * classes);
        int left = writers;
        SoakCrew crew = new(plan, last.Complete, () => queue.PropertiesOf(0).ToString());
        for (int i = 0; i < writers; i++)
        {
            int writer = i;
            sent[i] = new SoakLedger(writers * classes);
            crew.Add(pace =>
            {
                ClassWriter<SoakMessage> end = queue.Link();
                for (int upTo = 1; upTo < count; upTo = Math.Min(count, upTo + 1 + pace.Below(200)))
                {
                    for (int c = 0; c < classes; c++)
                    {
                        SoakEnds.Write(end[c], (writer * classes) + c, upTo, options.Capacity, sent[writer], pace);
                    }
                }
                if (Interlocked.Decrement(ref left) == 0)
                {
                    last.Complete();
                }
            });
        }
        crew.Add(pace => SoakEnds.Read(
            queue.Reader, queue.Reader.WaitForMessage, message => read.Enter(message), pace));
        crew.Run();
        read.CheckSame(SoakLedger.Merge(sent));
        plan.Messages = read.Count;
    }
}
