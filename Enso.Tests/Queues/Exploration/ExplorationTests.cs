using Enso.Queues;

namespace Enso.Tests.Queues.Exploration;

/// <summary>Every order of the steps of two or three small threads: no race, nothing lost, nobody left asleep. And the same
/// with a step left out, which must be found.</summary>
[TestFixture]
public sealed class ExplorationTests
{
    private static QueueOptions Options(int capacity, FullPolicy policy = FullPolicy.Wait) =>
        new() { Capacity = capacity, MaximumReaders = 2, FullPolicy = policy };

    [Test]
    public void A_link_has_no_race_in_any_order() => Sound(Explorer.Run(LinkProgram<Sound>, preemptions: 2));

    [Test]
    public void A_link_whose_writes_do_not_release_is_found_out() =>
        Found(Explorer.Run(LinkProgram<WithoutRelease>), "race");

    [Test]
    public void A_subscriber_has_no_race_in_any_order() => Sound(Explorer.Run(SubscriberProgram<Sound>, preemptions: 2));

    [Test]
    public void A_subscriber_whose_marks_do_not_release_is_found_out() =>
        Found(Explorer.Run(SubscriberProgram<WithoutRelease>, preemptions: 2), "race");

    [Test]
    public void Dropping_the_oldest_never_touches_what_is_being_read() => Sound(Explorer.Run(DroppingProgram<Sound>, preemptions: 2));

    [Test]
    public void A_reader_can_come_at_any_moment() => Sound(Explorer.Run(SubscribeProgram<Sound>, preemptions: 2));

    [Test]
    public void A_reader_that_comes_without_the_barrier_is_found_out() =>
        Found(Explorer.Run(SubscribeProgram<WithoutBarrier>, preemptions: 3), "");

    [Test]
    public void Nobody_is_left_asleep() => Sound(Explorer.Run(WaitProgram<Sound>));

    [Test]
    public void A_sleeper_without_the_barrier_is_found_out() =>
        Found(Explorer.Run(WaitProgram<WithoutBarrier>), "asleep");

    private static (Action[] Threads, Action Check) LinkProgram<TPlanted>()
        where TPlanted : struct, IPlanted
    {
        Link<long, ExploredVec<TPlanted>> link = new(Options(2));
        List<long> read = [];
        return (
        [
            () =>
            {
                for (long i = 0, tries = 0; i < 3 && tries < 4; tries++)
                {
                    i += link.Writer.TryPublish(i) ? 1 : 0;
                }
            },
            () =>
            {
                for (int tries = 0; tries < 3; tries++)
                {
                    if (tries == 1 && link.Reader.TryRead(2, out Slots<long> shown))
                    {
                        read.AddRange(shown.First);
                        read.AddRange(shown.Second);
                        link.Reader.Release(shown.Count);
                    }
                    else if (link.Reader.TryNext(out long message))
                    {
                        read.Add(message);
                    }
                }
            },
        ],
        () => Expect(read.SequenceEqual(Enumerable.Range(0, read.Count).Select(i => (long)i)), "in order", read));
    }

    private static (Action[] Threads, Action Check) SubscriberProgram<TPlanted>()
        where TPlanted : struct, IPlanted
    {
        Subscriber<long, ExploredVec<TPlanted>> subscriber = new(Options(2));
        IQueueWriter<long> first = subscriber.Link();
        IQueueWriter<long> second = subscriber.Link();
        List<long> read = [];
        int[] taken = new int[2];
        return (
        [
            () => taken[0] = (first.TryPublish(10) ? 1 : 0) + (first.TryPublish(11) ? 1 : 0),
            () => taken[1] = second.TryPublish(20) ? 1 : 0,
            () =>
            {
                if (subscriber.Reader.TryNext(out long message))
                {
                    read.Add(message);
                }
            },
        ],
        () =>
        {
            while (subscriber.Reader.TryNext(out long left))
            {
                read.Add(left);
            }

            Expect(read.Count == taken.Sum() && read.Distinct().Count() == read.Count, "what was taken, once", read);
            Expect(read.Where(m => m < 20).SequenceEqual(read.Where(m => m < 20).Order()), "in each writer's order", read);
        });
    }

    private static (Action[] Threads, Action Check) DroppingProgram<TPlanted>()
        where TPlanted : struct, IPlanted
    {
        Link<long, ExploredVec<TPlanted>> link = new(Options(1, FullPolicy.DropOldest));
        List<long> read = [];
        return (
        [
            () =>
            {
                for (long i = 0; i < 2; i++)
                {
                    link.Writer.TryPublish(i);
                }
            },
            () =>
            {
                for (int tries = 0; tries < 2; tries++)
                {
                    if (link.Reader.TryRead(1, out Slots<long> shown))
                    {
                        read.Add(shown[0]);
                        link.Reader.Release(1);
                    }
                }
            },
        ],
        () => Expect(read.SequenceEqual(read.Order().Distinct()), "in order", read));
    }

    private static (Action[] Threads, Action Check) SubscribeProgram<TPlanted>()
        where TPlanted : struct, IPlanted
    {
        Publisher<long, ExploredVec<TPlanted>> publisher = new(Options(1));
        Reader<long, ExploredVec<TPlanted>> early = publisher.Subscribe();
        List<(long Sequence, long Message)> read = [];
        return (
        [
            () =>
            {
                for (long i = 0, tries = 0; i < 3 && tries < 6; tries++)
                {
                    i += publisher.Writer.TryPublish(i) ? 1 : 0;
                    early.TryNext(out _);
                }
            },
            () =>
            {
                Reader<long, ExploredVec<TPlanted>> late = publisher.Subscribe();
                for (int tries = 0; tries < 2; tries++)
                {
                    long sequence = late.Sequence;
                    if (late.TryNext(out long message))
                    {
                        read.Add((sequence, message));
                    }
                }
            },
        ],
        () => Expect(
            read.TrueForAll(pair => pair.Message == pair.Sequence), "of their sequences", read.ConvertAll(pair => pair.Message)));
    }

    private static (Action[] Threads, Action Check) WaitProgram<TPlanted>()
        where TPlanted : struct, IPlanted
    {
        Link<long, ExploredVec<TPlanted>> link = new(Options(2));
        return (
        [
            () => link.Writer.TryPublish(1),
            () => _ = link.Reader.WaitAsync(),
        ],
        () => Expect(link.Properties.WaitingReaders == 0, "the reader awake; it is left asleep", []));
    }

    // No assertion of the test framework, which counts as a failure even where one is looked for.
    private static void Expect(bool holds, string what, List<long> read)
    {
        if (!holds)
        {
            throw new ExplorationFailedException($"expected {what}: {string.Join(' ', read)}");
        }
    }

    private static void Sound(Exploration exploration)
    {
        TestContext.Out.WriteLine($"{exploration.Runs} orders");
        Assert.That(exploration.Failure, Is.Null, $"after {exploration.Runs} orders, by the choices {exploration.Choices}");
        Assert.That(exploration.IsComplete, $"{exploration.Runs} orders are not all");
    }

    private static void Found(Exploration exploration, string text)
    {
        TestContext.Out.WriteLine($"found in order {exploration.Runs}: {exploration.Failure}");
        Assert.That(exploration.Failure, Is.Not.Null.And.Contains(text));
    }
}
