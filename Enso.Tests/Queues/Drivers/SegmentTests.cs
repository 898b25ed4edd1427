using Enso.Queues;

namespace Enso.Tests.Queues.Drivers;

/// <summary>Claims and reads over segments, which lie in as many runs as there are segments, and are handed out as two.
/// </summary>
[TestFixture]
public sealed class SegmentTests
{
    private static Link<long, LinkedSegments<long>> Make() =>
        new(new QueueOptions { Capacity = 2, MaximumCapacity = 16 });

    [Test]
    public void A_claim_that_might_need_three_segments_is_refused()
    {
        Link<long, LinkedSegments<long>> link = Make();
        Assert.That(
            () => link.Writer.TryClaim(3, out _),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain("From 1 to 2"));
        link.Writer.TryPublish(1);
        Assert.That(link.Writer.TryClaim(2, out Slots<long> places));
        Assert.That((places.First.Length, places.Second.Length), Is.EqualTo((1, 1)));
    }

    [Test]
    public void No_more_is_released_than_two_segments_have_shown()
    {
        Link<long, LinkedSegments<long>> link = Make();
        link.Writer.PublishAll([0, 1, 2, 3, 4, 5, 6]);
        Assert.That(link.Reader.TryRead(7, out Slots<long> shown) && shown.Count == 4);
        Assert.That(() => link.Reader.Release(5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        link.Reader.Release(4);
        Assert.That(link.Reader.Next(), Is.EqualTo(4));
    }

    [Test]
    public void Batches_are_moved_between_small_segments()
    {
        Link<long, LinkedSegments<long>> from = Make();
        Link<long, LinkedSegments<long>> to = Make();
        from.Writer.PublishAll(Enumerable.Range(0, 13).Select(i => (long)i));
        from.Writer.Complete();
        Assert.That(from.Reader.LinkTo(to.Writer), Is.EqualTo(13));
        Assert.That(to.Reader.ToEnumerable(), Is.EqualTo(Enumerable.Range(0, 13)));
    }
}
