using Enso.Queues;

namespace Enso.Tests.Queues.Storage;

/// <summary>A ring that lies twice in the address space, and the array in its stead.</summary>
public sealed class MirroredTests
{
    private static int Page => Environment.SystemPageSize / sizeof(long);

    [Test]
    public void A_whole_number_of_pages_is_mirrored_on_Linux_and_nothing_else_is() => Assert.Multiple(() =>
    {
        bool isPossible = OperatingSystem.IsLinux() && Environment.Is64BitProcess;
        Assert.That(Mirrored<long>.Create(Page, 0, null).IsMirrored, Is.EqualTo(isPossible));
        Assert.That(Mirrored<long>.Create(4 * Page, 0, null).IsMirrored, Is.EqualTo(isPossible));
        Assert.That(Mirrored<long>.Create(8, 0, null).IsMirrored, Is.False);
        Assert.That(Mirrored<(long, long, long)>.Create(8, 0, null).IsMirrored, Is.False);
    });

    [Test]
    public void What_is_written_in_one_half_is_seen_in_the_other()
    {
        Mirrored<long> storage = MirroredOrIgnored();
        Span<long> whole = storage.ToWrite(1, Page);
        Span<long> fromEnd = storage.ToWrite(Page - 1, Page);
        Assert.That(whole.Length == Page && fromEnd.Length == Page);
        whole[Page - 1] = 17;
        Assert.That(storage.ToRead(0), Is.EqualTo(17), "the last place of a run from 1 is place 0");
        storage.ToWrite(5) = 23;
        Assert.That(fromEnd[6], Is.EqualTo(23));
        fromEnd[2] = 31;
        Assert.That(whole[0], Is.EqualTo(31));
    }

    [Test]
    public void Messages_across_the_end_are_one_run()
    {
        _ = MirroredOrIgnored();
        Link<long, Mirrored<long>> link = new(new QueueOptions { Capacity = Page });
        for (long round = 0; round < 40; round++)
        {
            int count = Page - 100;
            Assert.That(link.Writer.TryClaim(count, out Slots<long> places));
            Assert.That(places.First.Length == count && places.Second.IsEmpty);
            for (int i = 0; i < count; i++)
            {
                places.First[i] = (round * count) + i;
            }

            link.Writer.Commit();
            Assert.That(link.Reader.TryRead(Page, out Slots<long> shown));
            Assert.That(shown.First.Length == count && shown.Second.IsEmpty);
            for (int i = 0; i < count; i++)
            {
                Assert.That(shown.First[i], Is.EqualTo((round * count) + i));
            }

            link.Reader.Release(count);
        }
    }

    [Test]
    public void Without_a_mirror_a_run_ends_with_the_ring()
    {
        Mirrored<long> storage = Mirrored<long>.Create(8, 0, null);
        Assert.That(storage.ToWrite(6, 5).Length, Is.EqualTo(2));
        Assert.That(storage.ToRead(8, 9).Length, Is.EqualTo(8));
    }

    [Test]
    public void Places_are_filled_as_the_maker_says()
    {
        foreach (int capacity in (int[])[8, Page])
        {
            long next = 0;
            Mirrored<long> storage = Mirrored<long>.Create(capacity, 0, () => next++);
            for (int i = 0; i < capacity; i++)
            {
                Assert.That(storage.ToRead(i), Is.EqualTo(i));
            }
        }
    }

    [Test]
    public void Memory_of_queues_that_are_gone_is_given_back()
    {
        _ = MirroredOrIgnored();
        const int rounds = 64;
        WeakReference[] owners = new WeakReference[rounds];
        for (int i = 0; i < rounds; i++)
        {
            owners[i] = Made();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(owners.Count(owner => owner.IsAlive), Is.Zero);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Made()
    {
        Mirrored<long> storage = Mirrored<long>.Create(Page, 0, null);
        storage.ToWrite(3) = 1;
        return new WeakReference(storage.Owner, trackResurrection: true);
    }

    private static Mirrored<long> MirroredOrIgnored()
    {
        Mirrored<long> storage = Mirrored<long>.Create(Page, 0, null);
        if (!storage.IsMirrored)
        {
            Assert.Ignore("This system maps no memory twice.");
        }

        return storage;
    }
}
