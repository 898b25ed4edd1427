using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Turbine;

/// <summary>A turbine with a random graph against a model that counts, in random orders of publishing, reading, completing
/// and failing.</summary>
[TestFixture]
public sealed class TurbineModelTests
{
    private const int Capacity = 8;

    /// <summary>A step: what is done, and by which stage.</summary>
    private readonly record struct Step(int Action, int Stage);

    private sealed class Failure : Exception;

    [Test]
    public void A_turbine_keeps_the_order_of_any_graph([Values] bool severalWriters)
    {
        Gen<Step> step =
            from action in Gen.Choose(0, 199)
            from stage in Gen.Choose(0, 1000)
            select new Step(action, stage);
        Gen<(int[] Graph, Step[] Steps)> runs =
            from count in Gen.Choose(1, 6)
            from graph in Gen.ArrayOf(Gen.Choose(0, 63), count)
            from steps in Gen.ArrayOf(step)
            select (graph, steps);
        Prop.ForAll(Arb.From(runs), run => Run(run.Graph, run.Steps, severalWriters)).Check(
            Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(400));
    }

    // The bits of graph[i] below i are the stages that stage i comes after.
    private static void Run(int[] graph, Step[] steps, bool severalWriters)
    {
        Turbine<long> turbine = new(
            new QueueOptions { Capacity = Capacity, MaximumReaders = graph.Length }, severalWriters);
        int[][] after = [.. graph.Select((bits, i) => Enumerable.Range(0, i).Where(k => (bits >> k & 1) != 0).ToArray())];
        List<Reader<long, Vec<long>>> stages = [];
        foreach (int[] before in after)
        {
            stages.Add(turbine.AddStage([.. before.Select(k => stages[k])]));
        }

        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        long published = 0;
        bool isCompleted = false;
        bool[] hasFailed = new bool[graph.Length];
        long[] released = new long[graph.Length];
        foreach (Step step in steps)
        {
            int which = step.Stage % graph.Length;
            long available = after[which].Length == 0 ? published : after[which].Min(k => released[k]);
            switch (step.Action)
            {
                case 0:
                    writer.Complete();
                    isCompleted = true;
                    break;
                case 1:
                    turbine.Fail(stages[which], new Failure());
                    (hasFailed[which], isCompleted) = (true, true);
                    break;
                case < 80 when isCompleted:
                    Assert.That(() => writer.TryPublish(0), Throws.InstanceOf<QueueCompletedException>());
                    break;
                case < 80:
                    Assert.That(writer.TryPublish(published), Is.EqualTo(published < released.Min() + Capacity));
                    published += published < released.Min() + Capacity ? 1 : 0;
                    break;
                case < 140 when !hasFailed[which]:
                    Assert.That(stages[which].TryNext(out long message), Is.EqualTo(released[which] < available));
                    Assert.That(message, Is.EqualTo(released[which] < available ? released[which] : 0));
                    released[which] += released[which] < available ? 1 : 0;
                    break;
                case >= 140 when !hasFailed[which] && stages[which].TryRead(3, out Slots<long> shown):
                    Assert.That(shown[0], Is.EqualTo(released[which]));
                    Assert.That(shown.Count, Is.LessThanOrEqualTo(available - released[which]));
                    stages[which].Release(shown.Count);
                    released[which] += shown.Count;
                    break;
            }

            for (int i = 0; i < stages.Count; i++)
            {
                Assert.That(stages[i].Sequence, Is.EqualTo(released[i]));
                Assert.That(
                    stages[i].IsCompleted,
                    Is.EqualTo(isCompleted && HasEnded(i, after, released, hasFailed, published)), $"stage {i}");
            }
        }
    }

    // Everything was read, or what a stage before has released up to its failure.
    private static bool HasEnded(int stage, int[][] after, long[] released, bool[] hasFailed, long published) =>
        released[stage] == published || after[stage].Any(before =>
            released[before] == released[stage]
            && (hasFailed[before] || (released[before] != published
                && HasEnded(before, after, released, hasFailed, published))));
}
