using Enso.Scheduler;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>A count that cores gather and hand on.</summary>
[TestFixture]
public sealed class SloppyCounterTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(400);

    [Test]
    public void The_sum_is_exact_and_the_estimate_within_its_bound() => Prop.ForAll(
        Arb.From(
            from cores in Gen.Choose(1, 8)
            from threshold in Gen.Choose(1, 20)
            from steps in Gen.ArrayOf(
                from core in Gen.Choose(0, cores - 1)
                from amount in Gen.Choose(-30, 30)
                select (core, amount))
            select (cores, threshold, steps)),
        run =>
        {
            SloppyCounter counter = new(run.cores, run.threshold);
            long expected = 0;
            foreach ((int core, int amount) in run.steps)
            {
                counter.Add(core, amount);
                expected += amount;
                Assert.That(counter.Sum(), Is.EqualTo(expected));
                Assert.That(Math.Abs(counter.Estimate - expected), Is.LessThanOrEqualTo(counter.ErrorBound));
            }
        }).Check(s_config);

    [Test]
    public void The_bound_is_reached_and_with_a_threshold_of_one_the_estimate_is_exact()
    {
        SloppyCounter counter = new(4, 10);
        SloppyCounter exact = new(4, 1);
        for (int core = 0; core < 4; core++)
        {
            counter.Add(core, -9);
            exact.Add(core, 7);
        }

        Assert.That((counter.Estimate, counter.Sum(), counter.ErrorBound), Is.EqualTo((0L, -36L, 36L)));
        Assert.That((exact.Estimate, exact.ErrorBound), Is.EqualTo((28L, 0L)));
    }

    [Test]
    public void What_many_cores_add_at_once_is_all_there_when_they_are_done()
    {
        const int cores = 4, each = 100_000;
        SloppyCounter counter = new(cores, 64);
        Thread[] threads = [.. Enumerable.Range(0, cores).Select(core => new Thread(() =>
        {
            for (int i = 0; i < each; i++)
            {
                counter.Add(core, i % 3 == 0 ? -1 : 1);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(counter.Sum(), Is.EqualTo(cores * Enumerable.Range(0, each).Sum(i => i % 3 == 0 ? -1L : 1)));
    }

    [Test]
    public void To_add_allocates_nothing_and_misuse_is_refused()
    {
        SloppyCounter counter = new(2, 4);
        long before = 0;
        for (int round = 0; round < 2; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                counter.Add(i & 1, 3);
            }
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(() => new SloppyCounter(0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SloppyCounter(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => counter.Add(2, 1), Throws.InstanceOf<IndexOutOfRangeException>());
    }
}
