using Enso.Queues;
using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Queues.Adapters;

/// <summary>Queues as enumerables and streams, and what is enumerated as the source of queues.</summary>
[TestFixture]
public sealed class AdapterTests
{
    private static readonly InvalidDataException s_error = new("the feed is broken");

    private static Link<int, Vec<int>> Make(int capacity = 8, FullPolicy policy = FullPolicy.Wait) =>
        new(new QueueOptions { Capacity = capacity, FullPolicy = policy });

    [Test]
    public void A_queue_is_enumerated_until_it_is_completed()
    {
        Link<int, Vec<int>> link = Make();
        Task publishing = Task.Run(() =>
        {
            link.Writer.PublishAll(Enumerable.Range(0, 5000));
            link.Writer.Complete();
        });
        Assert.That(link.Reader.ToEnumerable(), Is.EqualTo(Enumerable.Range(0, 5000)));
        Assert.That(link.Reader.ToEnumerable(), Is.Empty, "once more");
        publishing.GetAwaiter().GetResult();
    }

    [Test]
    public async Task A_queue_is_enumerated_asynchronously_until_it_is_completed()
    {
        Link<int, Vec<int>> link = Make();
        Link<int, Vec<int>> second = Make(capacity: 2);
        Task publishing = Task.Run(async () =>
        {
            await second.Writer.PublishAllAsync(link.Reader.ToAsyncEnumerable());
            second.Writer.Complete();
        });
        Task source = Task.Run(() =>
        {
            link.Writer.PublishAll(Enumerable.Range(0, 5000));
            link.Writer.Complete();
        });
        int next = 0;
        await foreach (int message in second.Reader.ToAsyncEnumerable())
        {
            Assert.That(message, Is.EqualTo(next++));
        }

        Assert.That(next, Is.EqualTo(5000));
        await publishing;
        await source;
    }

    [Test]
    public async Task The_error_of_a_queue_ends_the_enumeration()
    {
        Link<int, Vec<int>> link = Make();
        link.Writer.PublishAll([1, 2]);
        link.Writer.Complete(s_error);
        List<int> seen = [];
        Assert.That(
            () =>
            {
                foreach (int message in link.Reader.ToStream())
                {
                    seen.Add(message);
                }
            },
            Throws.Exception.SameAs(s_error));
        Assert.That(seen, Is.EqualTo([1, 2]));
        await Assert.ThatAsync(
            async () => await MessageLists.FromAsync(link.Reader.ToAsyncEnumerable()), Throws.Exception.SameAs(s_error));
    }

    [Test]
    public void A_queue_is_composed_as_a_stream_and_folded_without_allocation()
    {
        Link<int, Vec<int>> link = Make(capacity: 64);
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            for (int i = 0; i < 50; i++)
            {
                link.Writer.Publish(i);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            long sum = link.Reader.ToStream().Filter(new IsMultipleOf(2)).Take(25).Fold(0L, default(Add));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(sum, Is.EqualTo(Enumerable.Range(0, 50).Where(i => i % 2 == 0).Sum()));
            Assert.That(link.Reader.Depth, Is.LessThanOrEqualTo(1), "nothing is pulled beyond what is taken");
            link.Reader.TryNext(out int last);
            return allocated;
        });
        Assert.That(least, Is.Zero);
    }

    [Test]
    public async Task Waiting_for_more_can_be_cancelled_and_loses_nothing()
    {
        Link<int, Vec<int>> link = Make();
        using CancellationTokenSource cancellation = new();
        link.Writer.PublishAll([1, 2, 3]);
        List<int> seen = [];
        await Assert.ThatAsync(
            async () =>
            {
                await foreach (int message in link.Reader.ToAsyncEnumerable(cancellation.Token))
                {
                    seen.Add(message);
                    if (message == 2)
                    {
                        await cancellation.CancelAsync();
                    }
                }
            },
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(seen, Is.EqualTo([1, 2]));
        Assert.That(link.Reader.Next(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_sequence_is_published_by_batches_across_its_segments_and_a_small_ring([Values] bool isAsync)
    {
        int[] messages = [.. Enumerable.Range(0, 3000)];
        Link<int, Vec<int>> link = Make(capacity: 16);
        Task<long> publishing = Task.Run(async () =>
        {
            long taken = isAsync
                ? await link.Writer.PublishAllAsync(Segments.Of(messages))
                : link.Writer.PublishAll(Segments.Of(messages));
            link.Writer.Complete();
            return taken;
        });
        Assert.That(link.Reader.ToEnumerable(), Is.EqualTo(messages));
        Assert.That(await publishing, Is.EqualTo(messages.Length));
    }

    [Test]
    public void A_full_queue_s_policy_decides_about_the_rest()
    {
        int[] messages = [.. Enumerable.Range(0, 20)];
        Link<int, Vec<int>> rejecting = Make(policy: FullPolicy.Reject);
        Assert.That(rejecting.Writer.PublishAll(Segments.Of(messages)), Is.EqualTo(8));
        Assert.That(Left(rejecting), Is.EqualTo(messages[..8]));

        Link<int, Vec<int>> newest = Make(policy: FullPolicy.DropNewest);
        Assert.That(newest.Writer.PublishAll(Segments.Of(messages)), Is.EqualTo(20));
        Assert.That(newest.Properties.Dropped, Is.EqualTo(12));
        Assert.That(Left(newest), Is.EqualTo(messages[..8]));

        Link<int, Vec<int>> oldest = Make(policy: FullPolicy.DropOldest);
        Assert.That(oldest.Writer.PublishAll(Segments.Of(messages)), Is.EqualTo(20));
        Assert.That(oldest.Properties.Dropped, Is.EqualTo(12));
        Assert.That(Left(oldest), Is.EqualTo(messages[12..]));
    }

    [Test]
    public void A_stream_is_published()
    {
        Link<int, Vec<int>> link = Make();
        Assert.That(
            link.Writer.PublishAll(
                Enso.Queues.Streams.UnfoldEndless<int, int, Count>(0, default).Map<int, Square>(default).Take(4)),
            Is.EqualTo(4));
        Assert.That(Left(link), Is.EqualTo([0, 1, 4, 9]));
    }

    [Test]
    public void Messages_with_an_owner_change_hands_one_by_one()
    {
        Pool<int> pool = new(4, () => 0);
        Link<Owned<int>, Vec<Owned<int>>> from = new(new QueueOptions { Capacity = 4 });
        Link<Owned<int>, Vec<Owned<int>>> to = new(new QueueOptions { Capacity = 4 });
        for (int i = 0; i < 3; i++)
        {
            Owned<int> message = pool.Rent();
            message.Value = i;
            Assert.That(from.Writer.TryPublish(message));
        }

        from.Writer.Complete();
        Assert.That(from.Reader.LinkTo(to.Writer), Is.EqualTo(3));
        int next = 0;
        while (to.Reader.TryNext(out Owned<int> message))
        {
            Assert.That(message.IsOwner && message.Value == next++);
            message.Dispose();
        }

        Assert.That(next, Is.EqualTo(3));
    }

    private static List<int> Left(Link<int, Vec<int>> link)
    {
        link.Writer.Complete();
        return [.. link.Reader.ToEnumerable()];
    }
}
