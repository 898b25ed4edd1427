using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>One object with a representative on each core.</summary>
[TestFixture]
public sealed class EbbTests
{
    [Test]
    public void A_representative_is_made_on_first_use_and_stays()
    {
        List<int> made = [];
        Ebb<string> ebb = Ebb<string>.Create(3, core =>
        {
            made.Add(core);
            return $"of {core}";
        });
        Assert.That(ebb.Find(1), Is.Null);
        Assert.That((ebb[1], ebb[1], ebb.Find(1)), Is.EqualTo(("of 1", "of 1", "of 1")));
        Assert.That(made, Is.EqualTo(new[] { 1 }));
        Assert.That(() => ebb[3], Throws.InstanceOf<IndexOutOfRangeException>());
    }

    [Test]
    public void Those_that_exist_are_visited_in_the_order_of_their_cores()
    {
        Ebb<string> ebb = Ebb<string>.Create(4, core => $"{core}");
        _ = ebb[3];
        _ = ebb[0];
        List<string> found = [];
        foreach (string representative in ebb.Existing)
        {
            found.Add(representative);
        }

        Assert.That(found, Is.EqualTo(new[] { "0", "3" }));
    }

    [Test]
    public void A_factory_that_fails_leaves_none_and_is_tried_again()
    {
        int tries = 0;
        Ebb<string> ebb = Ebb<string>.Create(1, _ => ++tries == 1 ? throw new InvalidDataException() : "made");
        Assert.That(() => ebb[0], Throws.InstanceOf<InvalidDataException>());
        Assert.That(ebb[0], Is.EqualTo("made"));
    }

    [Test]
    public void A_factory_that_asks_for_what_it_makes_is_told_so()
    {
        Ebb<string>? ebb = null;
        ebb = Ebb<string>.Create(2, core => ebb![core]);
        Assert.That(
            () => ebb[1], Throws.InvalidOperationException.With.Message.Contains("core 1's String uses"));
    }

    [Test]
    public void All_cores_make_theirs_at_once()
    {
        const int cores = 8;
        for (int round = 0; round < 100; round++)
        {
            int[] made = new int[cores];
            Ebb<object> ebb = Ebb<object>.Create(cores, core =>
            {
                Interlocked.Increment(ref made[core]);
                return new object();
            });
            using Barrier barrier = new(cores);
            Thread[] threads = [.. Enumerable.Range(0, cores).Select(core => new Thread(() =>
            {
                barrier.SignalAndWait();
                object mine = ebb[core];
                Assert.That(ebb[core], Is.SameAs(mine));
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.That(made, Has.All.EqualTo(1));
        }
    }

    [Test]
    public void Values_of_different_cores_share_no_pair_of_cache_lines()
    {
        PerCore<long> longs = new(4);
        PerCore<(byte, object?)> mixed = new(4);
        for (int core = 1; core < 4; core++)
        {
            Assert.That(
                System.Runtime.CompilerServices.Unsafe.ByteOffset(ref longs[core - 1], ref longs[core]),
                Is.GreaterThanOrEqualTo((nint)128 + 8));
            Assert.That(
                System.Runtime.CompilerServices.Unsafe.ByteOffset(ref mixed[core - 1], ref mixed[core]),
                Is.GreaterThanOrEqualTo((nint)128 + 16));
        }
    }

    [Test]
    public void Use_and_visits_allocate_nothing()
    {
        Ebb<string> ebb = Ebb<string>.Create(2, core => $"{core}");
        PerCore<int> values = new(2);
        long before = 0;
        for (int round = 0; round < 2; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                values[i & 1] += ebb[i & 1].Length;
                foreach (string representative in ebb.Existing)
                {
                    values[0] += representative.Length;
                }
            }
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
