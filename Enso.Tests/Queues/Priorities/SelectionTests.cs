using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Priorities;

/// <summary>What each selection guarantees, for random publications in random classes.</summary>
[TestFixture]
public sealed class SelectionTests
{
    private const int Capacity = 64;

    /// <summary>A step: a message is taken, or published in a class.</summary>
    private readonly record struct Step(bool IsTaken, int Class);

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(400);

    private static Gen<(int Classes, Step[] Steps)> Runs =>
        from classes in Gen.Choose(1, 6)
        from steps in Gen.ArrayOf(
            from action in Gen.Choose(0, 1)
            from index in Gen.Choose(0, classes - 1)
            select new Step(action == 0, index))
        select (classes, steps);

    private static ClassQueue<long, Vec<long>, TSelection> Make<TSelection>(int classes, TSelection selection)
        where TSelection : struct, ISelection =>
        new(classes, new QueueOptions { Capacity = Capacity }, selection);

    // Runs the steps and tells what was served, and how many waited in each class then.
    private static void Run<TSelection>(
        int classes, TSelection selection, Step[] steps, Action<int, long[]> served)
        where TSelection : struct, ISelection
    {
        ClassQueue<long, Vec<long>, TSelection> queue = Make(classes, selection);
        ClassWriter<long> writer = queue.Link();
        long[] waiting = new long[classes];
        foreach (Step step in steps)
        {
            if (!step.IsTaken)
            {
                waiting[step.Class] += writer.TryPublish(step.Class, 0) ? 1 : 0;
            }
            else if (queue.Reader.TryNext(out _, out int index))
            {
                served(index, waiting);
                waiting[index]--;
            }
            else
            {
                Assert.That(waiting, Has.All.Zero);
            }
        }
    }

    [Test]
    public void Strict_never_serves_a_class_while_a_higher_one_has_a_message() => Prop.ForAll(
        Arb.From(Runs),
        run => Run(run.Classes, new Strict(), run.Steps, (index, waiting) =>
        {
            Assert.That(waiting[index], Is.Positive);
            Assert.That(waiting[..index], Has.All.Zero);
        })).Check(s_config);

    [Test]
    public void Ageing_serves_every_message_within_its_bound()
    {
        Gen<(int Step, (int Classes, Step[] Steps) Run)> runs =
            from step in Gen.Choose(1, 10)
            from run in Runs
            select (step, run);
        Prop.ForAll(Arb.From(runs), run =>
        {
            long[] passed = new long[run.Run.Classes];
            Run(run.Run.Classes, new Ageing(run.Step), run.Run.Steps, (index, waiting) =>
            {
                passed[index] = 0;
                for (int i = 0; i < passed.Length; i++)
                {
                    passed[i] += i != index && waiting[i] > 0 ? 1 : 0;
                    Assert.That(passed[i], Is.LessThanOrEqualTo(Ageing.Bound(i, passed.Length, run.Step)));
                }
            });
        }).Check(s_config);
    }

    [Test]
    public void Ageing_comes_to_its_bound_and_lets_higher_classes_go_first_until_then()
    {
        const int step = 5;
        ClassQueue<long, Vec<long>, Ageing> queue = Make(2, new Ageing(step));
        ClassWriter<long> writer = queue.Link();
        writer.TryPublish(1, 0);
        List<int> served = [];
        for (int i = 0; i < 8; i++)
        {
            writer.TryPublish(0, 0);
            queue.Reader.TryNext(out _, out int index);
            served.Add(index);
        }

        Assert.That(served, Is.EqualTo(new[] { 0, 0, 0, 0, 0, 0, 1, 0 }));
        Assert.That(served.IndexOf(1), Is.EqualTo(Ageing.Bound(1, 2, step)));
    }

    [Test]
    public void Weighted_serves_each_class_within_a_quantum_of_its_share_in_every_window()
    {
        Gen<(int[] Weights, int Batch)> runs =
            from weights in Gen.NonEmptyListOf(Gen.Choose(1, 9))
            from batch in Gen.Choose(0, 5)
            select (weights.Take(6).ToArray(), batch);
        Prop.ForAll(Arb.From(runs), run =>
        {
            (int[] weights, int batch) = run;
            List<int> served = Backlogged(new Weighted(new Weights(weights)), weights.Length, batch, 120);
            double total = weights.Sum();
            for (int from = 0; from < served.Count; from += 7)
            {
                int[] counts = new int[weights.Length];
                for (int to = from; to < served.Count; to++)
                {
                    counts[served[to]]++;
                    for (int i = 0; i < counts.Length; i++)
                    {
                        double share = (to - from + 1) * weights[i] / total;
                        if (Math.Abs(counts[i] - share) >= weights[i])
                        {
                            Assert.Fail($"class {i} had {counts[i]} of a share of {share} in {from}..{to}");
                        }
                    }
                }
            }
        }).Check(s_config);
    }

    // What is served while all classes always have messages: one by one, or shown in batches.
    private static List<int> Backlogged<TSelection>(TSelection selection, int classes, int batch, int count)
        where TSelection : struct, ISelection
    {
        ClassQueue<long, Vec<long>, TSelection> queue = Make(classes, selection);
        ClassWriter<long> writer = queue.Link();
        List<int> served = [];
        while (served.Count < count)
        {
            for (int i = 0; i < classes; i++)
            {
                while (writer.TryPublish(i, i))
                {
                }
            }

            if (batch == 0)
            {
                served.Add((int)queue.Reader.Next());
            }
            else if (queue.Reader.TryRead(batch, out Slots<long> messages))
            {
                for (int i = 0; i < messages.Count; i++)
                {
                    served.Add((int)messages[i]);
                }

                queue.Reader.Release(messages.Count);
            }
        }

        return served;
    }

    [Test]
    public void Weighted_lets_nobody_starve()
    {
        Gen<(int[] Weights, Step[] Steps)> runs =
            from run in Runs
            from weights in Gen.ArrayOf(Gen.Choose(1, 9), run.Classes)
            select (weights, run.Steps);
        Prop.ForAll(Arb.From(runs), run =>
        {
            int[] weights = run.Weights;
            long[] passed = new long[weights.Length];
            Run(weights.Length, new Weighted(new Weights(weights)), run.Steps, (index, waiting) =>
            {
                passed[index] = 0;
                for (int i = 0; i < passed.Length; i++)
                {
                    passed[i] += i != index && waiting[i] > 0 ? 1 : 0;
                    Assert.That(passed[i], Is.LessThanOrEqualTo(weights.Sum() - weights[i]));
                }
            });
        }).Check(s_config);
    }

    [Test]
    public void A_weight_that_is_changed_counts_from_the_next_turn_on()
    {
        Weights weights = new(2, 1);
        ClassQueue<long, Vec<long>, Weighted> queue = Make(2, new Weighted(weights));
        ClassWriter<long> writer = queue.Link();
        for (int i = 0; i < 30; i++)
        {
            writer.TryPublish(i % 2, i % 2);
        }

        List<long> served = [queue.Reader.Next()];
        weights[0] = 1;
        weights[1] = 3;
        for (int i = 0; i < 8; i++)
        {
            served.Add(queue.Reader.Next());
        }

        Assert.That(served, Is.EqualTo(new long[] { 0, 0, 1, 1, 1, 0, 1, 1, 1 }));
    }
}
