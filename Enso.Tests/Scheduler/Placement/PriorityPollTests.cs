using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Placement;

/// <summary>Queues that are polled by turns, and the reference case on one thread.</summary>
[TestFixture]
public sealed class PriorityPollTests
{
    private static Link<int, Vec<int>> Make() => new(new QueueOptions { Capacity = 256 });

    private static PriorityPoll<int, Reader<int, Vec<int>>> Poll(int[] polls, params Link<int, Vec<int>>[][] groups) =>
        new(polls, [.. groups.Select(group => group.Select(link => link.Reader).ToArray())]);

    private static Link<int, Vec<int>>[] Make(int count) => [.. Enumerable.Range(0, count).Select(_ => Make())];

    [Test]
    public void The_capacity_is_the_sum_of_queues_times_polls() =>
        Assert.That(Poll([10, 6, 3, 1], Make(9), Make(18), Make(10), Make(11)).Capacity, Is.EqualTo(239));

    [Test]
    public void In_a_round_each_queue_has_its_polls_and_an_empty_one_loses_them()
    {
        Link<int, Vec<int>>[] links = Make(4);
        PriorityPoll<int, Reader<int, Vec<int>>> poll = Poll(
            [10, 6, 3, 1], [links[0]], [links[1]], [links[2]], [links[3]]);
        foreach (int queue in (int[])[0, 1, 3])
        {
            for (int i = 0; i < 100; i++)
            {
                links[queue].Writer.TryPublish(i);
            }
        }

        for (int round = 0; round < 5; round++)
        {
            int[] served = new int[4];
            for (int i = 0; i < 17; i++)
            {
                Assert.That(poll.TryNext(out _, out int queue));
                served[queue]++;
            }

            Assert.That(served, Is.EqualTo(new[] { 10, 6, 0, 1 }));
        }
    }

    [Test]
    public void A_head_waits_for_at_most_the_capacity_less_its_own_polls()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            Link<int, Vec<int>>[] links = Make(5);
            int[] polls = [4, 4, 2, 1, 1];
            PriorityPoll<int, Reader<int, Vec<int>>> poll = Poll([4, 2, 1], links[..2], links[2..3], links[3..]);
            int[] waited = new int[5];
            for (int step = 0; step < 500; step++)
            {
                int target = random.Next(8);
                if (target < 5)
                {
                    links[target].Writer.TryPublish(step);
                }
                else if (poll.TryNext(out _, out int queue))
                {
                    for (int other = 0; other < 5; other++)
                    {
                        waited[other] = other == queue || links[other].Reader.Depth == 0 ? 0 : waited[other] + 1;
                        Assert.That(waited[other], Is.LessThanOrEqualTo(poll.Capacity - polls[other]), $"seed {seed}");
                    }
                }
                else
                {
                    Assert.That(links.Select(link => link.Reader.Depth), Has.All.Zero, $"seed {seed}");
                }
            }
        }
    }

    [Test]
    public void One_queue_with_one_poll_is_served_for_ever_and_misuse_is_refused()
    {
        Link<int, Vec<int>> link = Make();
        PriorityPoll<int, Reader<int, Vec<int>>> poll = Poll([1], [link]);
        for (int i = 0; i < 5; i++)
        {
            link.Writer.TryPublish(i);
        }

        for (int i = 0; i < 5; i++)
        {
            Assert.That(poll.TryNext(out int message, out _) && message == i);
        }

        Assert.That(poll.TryNext(out _, out _), Is.False);
        Assert.That(() => Poll([1, 2], [link]), Throws.ArgumentException);
        Assert.That(() => Poll([0], [link]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Poll([1], []), Throws.ArgumentException);
    }

    /// <summary>Receives numbers, doubles them, and sends only when it may.</summary>
    private struct Doubling : IDelivery<long>
    {
        public long Received;
        public long Limit;
        public long Sent;
        public long Errors;
        public bool MaySend;

        public readonly bool CanReceive => Received < Limit;

        public void Receive(ref long place) => place = Received++;

        public readonly void Process(ref long message) => message = (2 * message) + 1;

        public bool TrySend(ref long message)
        {
            if (!MaySend)
            {
                return false;
            }

            Errors += message == (2 * Sent++) + 1 ? 0 : 1;
            MaySend = Sent % 3 != 0;
            return true;
        }
    }

    [Test]
    public void Fast_delivery_processes_and_sends_each_message_once_in_order_and_allocates_nothing()
    {
        FastDelivery<long, Vec<long>, Doubling> delivery =
            new(new Link<long, Vec<long>>(new QueueOptions { Capacity = 8 }), default);
        long before = 0;
        for (int round = 1; round <= 2; round++)
        {
            delivery.Work.Limit = 1000 * round;
            before = GC.GetAllocatedBytesForCurrentThread();
            while (delivery.Work.Sent < delivery.Work.Limit)
            {
                delivery.Work.MaySend = !delivery.Work.MaySend;
                delivery.Poll(5);
            }
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That((delivery.Work.Sent, delivery.Work.Errors), Is.EqualTo((2000L, 0L)));
    }
}
