using Enso.Queues;

namespace Enso.Tests.Queues.Adapters;

/// <summary>Everything moves from a reader to a writer, in order, once, whatever ends it.</summary>
[TestFixture(typeof(Vec<long>))]
[TestFixture(typeof(VecDeque<long>))]
[TestFixture(typeof(LinkedSegments<long>))]
public sealed class LinkToTests<TStorage>
    where TStorage : struct, IStorage<long, TStorage>
{
    private const int Count = 5_000;

    private static Link<long, TStorage> Make(int capacity = 8, FullPolicy policy = FullPolicy.Wait) =>
        new(new QueueOptions { Capacity = capacity, MaximumCapacity = capacity, FullPolicy = policy });

    [Test]
    public async Task Everything_moves_through_three_queues_with_their_end([Values] bool isAsync, [Values(1, 8, 512)] int middle)
    {
        Link<long, TStorage> first = Make();
        Link<long, TStorage> second = Make(middle);
        Subscriber<long, TStorage> third = new(new QueueOptions { Capacity = 8, MaximumCapacity = 8 });
        Task source = Task.Run(() =>
        {
            for (long i = 0; i < Count; i++)
            {
                first.Writer.Publish(i);
            }

            first.Writer.Complete();
        });
        Task<long> joining = Task.Run(async () => isAsync
            ? await first.Reader.LinkToAsync(second.Writer)
            : first.Reader.LinkTo(second.Writer));
        Task<long> next = Task.Run(async () => isAsync
            ? await second.Reader.LinkToAsync(third.Link())
            : second.Reader.LinkTo(third.Link()));
        long expected = 0;
        foreach (long message in third.Reader.ToStream())
        {
            Assert.That(message, Is.EqualTo(expected++));
        }

        Assert.That(expected, Is.EqualTo(Count));
        Assert.That(await joining, Is.EqualTo(Count));
        Assert.That(await next, Is.EqualTo(Count));
        await source;
    }

    [Test]
    public async Task The_error_is_passed_on_behind_what_was_published([Values] bool isAsync)
    {
        Link<long, TStorage> from = Make();
        Link<long, TStorage> to = Make();
        InvalidDataException error = new("the feed is broken");
        from.Writer.PublishAll([1, 2, 3]);
        from.Writer.Complete(error);
        long taken = isAsync ? await from.Reader.LinkToAsync(to.Writer) : from.Reader.LinkTo(to.Writer);
        Assert.That(taken, Is.EqualTo(3));
        Assert.That((to.Reader.Next(), to.Reader.Next(), to.Reader.Next()), Is.EqualTo((1L, 2L, 3L)));
        Assert.That(
            () => to.Reader.Next(), Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(error));
    }

    [Test]
    public async Task Cancelling_at_a_full_queue_loses_nothing_and_joining_can_go_on()
    {
        Link<long, TStorage> from = Make(capacity: 64);
        Link<long, TStorage> to = Make();
        for (long i = 0; i < 50; i++)
        {
            from.Writer.Publish(i);
        }

        using CancellationTokenSource cancellation = new();
        Task<long> joining = from.Reader.LinkToAsync(to.Writer, cancellation.Token).AsTask();
        Assert.That(to.Reader.Depth, Is.EqualTo(8), "it waits for room");
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => joining, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(from.Reader.Depth, Is.EqualTo(42));
        from.Writer.Complete();
        joining = Task.Run(() => from.Reader.LinkTo(to.Writer));
        Assert.That(to.Reader.ToEnumerable(), Is.EqualTo(Enumerable.Range(0, 50)));
        Assert.That(await joining, Is.EqualTo(42));
    }

    [Test]
    public async Task Cancelling_at_an_empty_queue_completes_nothing()
    {
        Link<long, TStorage> from = Make();
        Link<long, TStorage> to = Make();
        using CancellationTokenSource cancellation = new();
        Task<long> joining = from.Reader.LinkToAsync(to.Writer, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => joining, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(to.Writer.TryPublish(1));
    }

    [Test]
    public async Task What_a_completed_queue_refuses_stays_where_it_is([Values] bool isAsync)
    {
        Link<long, TStorage> from = Make();
        Link<long, TStorage> to = Make();
        from.Writer.PublishAll([1, 2, 3]);
        to.Writer.Complete();
        await Assert.ThatAsync(
            async () => _ = isAsync ? await from.Reader.LinkToAsync(to.Writer) : from.Reader.LinkTo(to.Writer),
            Throws.InstanceOf<QueueCompletedException>());
        Assert.That((from.Reader.Next(), from.Reader.Next(), from.Reader.Next()), Is.EqualTo((1L, 2L, 3L)));
    }

    [TestCase(FullPolicy.Reject, 8, 0)]
    [TestCase(FullPolicy.DropNewest, 30, 22)]
    [TestCase(FullPolicy.DropOldest, 30, 22)]
    public async Task The_writer_s_policy_decides_when_it_is_full(FullPolicy policy, int taken, int dropped)
    {
        foreach (bool isAsync in (bool[])[false, true])
        {
            Link<long, TStorage> from = Make(capacity: 32);
            Link<long, TStorage> to = Make(policy: policy);
            for (long i = 0; i < 30; i++)
            {
                from.Writer.Publish(i);
            }

            from.Writer.Complete();
            Assert.That(
                isAsync ? await from.Reader.LinkToAsync(to.Writer) : from.Reader.LinkTo(to.Writer), Is.EqualTo(taken));
            Assert.That(to.Properties.Dropped, Is.EqualTo(dropped));
            int first = policy == FullPolicy.DropOldest ? 30 - (int)to.Reader.Depth : 0;
            Assert.That(to.Reader.ToEnumerable(), Is.EqualTo(Enumerable.Range(first, 8)));
        }
    }

    [Test]
    public void Classes_are_moved_in_the_order_of_their_selection()
    {
        ClassQueue<long, TStorage, Strict> from = new(2, new QueueOptions { Capacity = 8, MaximumCapacity = 8 }, default);
        Link<long, TStorage> to = Make(capacity: 16);
        ClassWriter<long> writer = from.Link();
        for (long i = 0; i < 5; i++)
        {
            writer.Publish(1, 10 + i);
            writer.Publish(0, i);
        }

        writer.Complete();
        Assert.That(from.Reader.LinkTo(to.Writer), Is.EqualTo(10));
        Assert.That(to.Reader.ToEnumerable(), Is.EqualTo([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]));
    }

    [Test]
    public void Moving_allocates_nothing_for_each_message()
    {
        Link<long, TStorage> from = Make(capacity: 512);
        Link<long, TStorage> to = Make(capacity: 512);
        Assert.That(AllocatedBy(2), Is.EqualTo(AllocatedBy(512)));

        // The queue is completed by each joining, so each is of queues of its own.
        long AllocatedBy(int count) => Enumerable.Range(0, 5).Min(_ =>
        {
            from = Make(capacity: 512);
            to = Make(capacity: 512);
            for (long i = 0; i < count; i++)
            {
                from.Writer.Publish(i);
            }

            from.Writer.Complete();
            long before = GC.GetAllocatedBytesForCurrentThread();
            from.Reader.LinkTo(to.Writer);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
