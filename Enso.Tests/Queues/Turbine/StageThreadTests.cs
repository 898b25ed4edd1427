using Enso.Queues;

namespace Enso.Tests.Queues.Turbine;

/// <summary>Stages that run on threads of their own.</summary>
[TestFixture]
public sealed class StageThreadTests
{
    private const int Capacity = 64;

    /// <summary>A message that each stage adds to.</summary>
    private struct Order
    {
        public long Number;
        public long Price;
        public long Tax;
        public long Total;
    }

    private static Turbine<long> Make(WaitStrategy strategy = WaitStrategy.Park, bool severalWriters = false) => new(
        new QueueOptions { Capacity = Capacity, MaximumReaders = 8, WaitStrategy = strategy }, severalWriters);

    [Test]
    public void A_diamond_of_threads_keeps_its_order_and_loses_nothing(
        [Values(WaitStrategy.Yield, WaitStrategy.Park)] WaitStrategy strategy, [Values] bool severalWriters)
    {
        const long count = 20_000;
        const int writers = 2;
        Turbine<Order> turbine = new(
            new QueueOptions { Capacity = Capacity, MaximumReaders = 4, WaitStrategy = strategy }, severalWriters);
        Reader<Order, Vec<Order>> top = turbine.AddStage();
        Reader<Order, Vec<Order>> left = turbine.AddStage(top);
        Reader<Order, Vec<Order>> right = turbine.AddStage(top);
        Reader<Order, Vec<Order>> bottom = turbine.AddStage(left, right);
        (long sum, long next, long wrong) = (0, 0, 0);
        StageThread[] threads =
        [
            turbine.Run(top, Each((ref Order order) => order.Price = order.Number * 10)),
            turbine.Run(left, Each((ref Order order) => order.Tax = order.Price / 5)),
            turbine.Run(right, Each((ref Order order) => order.Total = order.Price), 7),
            turbine.Run(bottom, (messages, sequence, _) =>
            {
                wrong += sequence == next ? 0 : 1;
                next = sequence + messages.Count;
                for (int i = 0; i < messages.Count; i++)
                {
                    ref Order order = ref messages[i];
                    wrong += order.Price == order.Number * 10 && order.Tax == order.Number * 2
                        && order.Total == order.Price ? 0 : 1;
                    sum += order.Number;
                }
            }),
        ];
        Action<int> write = first =>
        {
            IQueueWriter<Order> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
            for (long i = first; i < count; i += severalWriters ? writers : 1)
            {
                writer.Publish(new Order { Number = i });
            }
        };
        Thread? second = severalWriters ? new Thread(() => write(1)) : null;
        second?.Start();
        write(0);
        second?.Join();
        IQueueWriter<Order> last = severalWriters ? turbine.AddWriter() : turbine.Writer;
        last.Complete();
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(threads.Select(thread => thread.Completion.Status), Has.All.EqualTo(TaskStatus.RanToCompletion));
        Assert.That((next, wrong, sum), Is.EqualTo((count, 0L, count * (count - 1) / 2)));
    }

    private delegate void Change(ref Order order);

    private static BatchHandler<Order> Each(Change change) => (messages, _, _) =>
    {
        for (int i = 0; i < messages.Count; i++)
        {
            change(ref messages[i]);
        }
    };

    [Test]
    public void A_handler_learns_whether_its_batch_is_the_last_that_is_there([Values] bool severalWriters)
    {
        Turbine<long> turbine = Make(severalWriters: severalWriters);
        Reader<long, Vec<long>> stage = turbine.AddStage();
        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        for (long i = 0; i < 10; i++)
        {
            writer.Publish(i);
        }

        writer.Complete();
        List<(int, long, bool)> batches = [];
        turbine.Run(stage, (messages, sequence, isLast) => batches.Add((messages.Count, sequence, isLast)), 4).Join();
        Assert.That(batches, Is.EqualTo(new[] { (4, 0L, false), (4, 4L, false), (2, 8L, true) }));
    }

    [Test]
    public async Task An_exception_in_a_handler_is_told_and_ends_all_the_others([Values(WaitStrategy.Yield, WaitStrategy.Park)] WaitStrategy strategy)
    {
        Turbine<long> turbine = Make(strategy);
        Reader<long, Vec<long>> failing = turbine.AddStage();
        Reader<long, Vec<long>> after = turbine.AddStage(failing);
        InvalidDataException reason = new("message 100 is broken");
        List<long> seen = [];
        StageThread first = turbine.Run(failing, (messages, sequence, _) =>
        {
            if (sequence + messages.Count > 100)
            {
                throw reason;
            }
        });
        StageThread second = turbine.Run(after, (messages, sequence, _) =>
        {
            for (int i = 0; i < messages.Count; i++)
            {
                seen.Add(messages[i]);
            }
        });
        QueueCompletedException? told = null;
        try
        {
            for (long i = 0; ; i++)
            {
                turbine.Writer.Publish(i);
            }
        }
        catch (QueueCompletedException end)
        {
            told = end;
        }

        first.Join();
        second.Join();
        Assert.That(told.InnerException, Is.SameAs(reason));
        await Assert.ThatAsync(() => first.Completion, Throws.Exception.SameAs(reason));
        await Assert.ThatAsync(
            () => second.Completion, Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
        Assert.That(seen, Has.Count.LessThanOrEqualTo(100));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, (int)failing.Sequence)));
    }

    [Test]
    public async Task A_failure_while_the_rest_is_handled_is_told_too()
    {
        Turbine<long> turbine = Make();
        Reader<long, Vec<long>> failing = turbine.AddStage();
        Reader<long, Vec<long>> after = turbine.AddStage(failing);
        turbine.Writer.Publish(1);
        turbine.Writer.Complete();
        InvalidDataException reason = new("the message is broken");
        StageThread second = turbine.Run(after, (_, _, _) => { });
        StageThread first = turbine.Run(failing, (_, _, _) => throw reason);
        await Assert.ThatAsync(() => first.Completion, Throws.Exception.SameAs(reason));
        await Assert.ThatAsync(
            () => second.Completion, Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
    }

    [Test]
    public async Task Completion_for_an_error_is_told_to_every_thread()
    {
        Turbine<long> turbine = Make();
        StageThread thread = turbine.Run(turbine.AddStage(), (_, _, _) => { });
        InvalidDataException reason = new("the feed is broken");
        turbine.Writer.Complete(reason);
        await Assert.ThatAsync(
            () => thread.Completion, Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
    }

    [Test]
    public async Task A_thread_that_is_stopped_leaves_its_stage_to_the_next([Values(WaitStrategy.Yield, WaitStrategy.Park)] WaitStrategy strategy)
    {
        Turbine<long> turbine = Make(strategy);
        Reader<long, Vec<long>> stage = turbine.AddStage();
        long next = 0;
        BatchHandler<long> handler = (messages, sequence, _) =>
        {
            next = sequence == next ? next + messages.Count : long.MinValue;
        };
        StageThread first = turbine.Run(stage, handler);
        Assert.That(
            () => turbine.Run(stage, handler), Throws.InvalidOperationException.With.Message.Contain("has a thread"));
        for (long i = 0; i < 1000; i++)
        {
            turbine.Writer.Publish(i);
        }

        first.Stop();
        first.Join();
        await Assert.ThatAsync(() => first.Completion, Throws.InstanceOf<OperationCanceledException>());
        StageThread second = turbine.Run(stage, handler);
        for (long i = 0; i < 1000; i++)
        {
            turbine.Writer.Publish(i);
        }

        turbine.Writer.Complete();
        await second.Completion;
        Assert.That(next, Is.EqualTo(2000));
    }

    [Test]
    public void A_stage_whose_thread_was_stopped_can_be_read_by_hand()
    {
        Turbine<long> turbine = Make();
        Reader<long, Vec<long>> stage = turbine.AddStage();
        StageThread thread = turbine.Run(stage, (_, _, _) => { });
        thread.Stop();
        thread.Join();
        thread.Stop();
        Thread writer = new(() => turbine.Writer.Publish(7));
        writer.Start();
        Assert.That(stage.Next(), Is.EqualTo(7));
        writer.Join();
    }

    [Test]
    public async Task A_running_stage_allocates_nothing()
    {
        Turbine<long> turbine = Make(WaitStrategy.Yield);
        Reader<long, Vec<long>> stage = turbine.AddStage();
        long[] allocated = new long[2];
        StageThread thread = turbine.Run(stage, new Measure(allocated));
        for (long i = 0; i < 60_000; i++)
        {
            turbine.Writer.Publish(i);
        }

        turbine.Writer.Complete();
        await thread.Completion;
        Assert.That(allocated[0], Is.Not.Zero);
        Assert.That(allocated[1] - allocated[0], Is.Zero);
    }

    // The first half warms up: what the runtime does on a thread's first passes is not the stage's.
    private readonly struct Measure(long[] allocated) : IBatchHandler<long>
    {
        public void Handle(Slots<long> messages, long sequence, bool isLast)
        {
            if (sequence < 30_000)
            {
                allocated[0] = GC.GetAllocatedBytesForCurrentThread();
            }

            allocated[1] = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
