using Enso.Queues;

namespace Enso.Tests.Queues.Turbine;

/// <summary>The order that the graph of a turbine's stages keeps, seen from one thread, step by
/// step.</summary>
[TestFixture]
public sealed class TurbineTests
{
    private const int Capacity = 8;

    private static Turbine<long> Make(
        bool severalWriters = false, FullPolicy policy = FullPolicy.Wait, int stages = 8) =>
        new(new QueueOptions { Capacity = Capacity, MaximumReaders = stages, FullPolicy = policy }, severalWriters);

    private static List<long> Take(Reader<long, Vec<long>> stage)
    {
        List<long> taken = [];
        while (stage.TryNext(out long message))
        {
            taken.Add(message);
        }

        return taken;
    }

    [Test]
    public void A_stage_sees_only_what_the_stage_before_has_released([Values] bool severalWriters)
    {
        Turbine<long> turbine = Make(severalWriters);
        Reader<long, Vec<long>> first = turbine.AddStage();
        Reader<long, Vec<long>> second = turbine.AddStage(first);
        Reader<long, Vec<long>> third = turbine.AddStage(second);
        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        for (long i = 0; i < 5; i++)
        {
            writer.TryPublish(i);
        }

        Assert.That((second.Depth, third.Depth), Is.EqualTo((0L, 0L)));
        Assert.That(first.TryRead(5, out Slots<long> shown) && shown.Count == 5);
        Assert.That(second.TryNext(out _), Is.False, "shown is not released");
        first.Release(3);
        Assert.That((second.Depth, third.Depth), Is.EqualTo((3L, 0L)));
        Assert.That(Take(second), Is.EqualTo(new long[] { 0, 1, 2 }));
        Assert.That(Take(third), Is.EqualTo(new long[] { 0, 1, 2 }));
        Assert.That(Take(first), Is.EqualTo(new long[] { 3, 4 }));
        Assert.That(third.TryNext(out _), Is.False);
    }

    [Test]
    public void What_a_stage_writes_into_a_message_is_seen_by_the_next()
    {
        Turbine<long> turbine = Make();
        Reader<long, Vec<long>> doubling = turbine.AddStage();
        Reader<long, Vec<long>> last = turbine.AddStage(doubling);
        for (int round = 0; round < 5; round++)
        {
            for (long i = 0; i < 5; i++)
            {
                turbine.Writer.TryPublish(i);
            }

            Assert.That(doubling.TryRead(Capacity, out Slots<long> messages));
            for (int i = 0; i < messages.Count; i++)
            {
                messages[i] *= 2;
            }

            doubling.Release(messages.Count);
            Assert.That(Take(last), Is.EqualTo(new long[] { 0, 2, 4, 6, 8 }));
        }
    }

    [Test]
    public void The_end_of_a_diamond_waits_for_both_sides()
    {
        Turbine<long> turbine = Make();
        Reader<long, Vec<long>> top = turbine.AddStage();
        Reader<long, Vec<long>> left = turbine.AddStage(top);
        Reader<long, Vec<long>> right = turbine.AddStage(top);
        Reader<long, Vec<long>> bottom = turbine.AddStage(left, right);
        for (long i = 0; i < 4; i++)
        {
            turbine.Writer.TryPublish(i);
        }

        Take(top);
        Take(left);
        Assert.That(bottom.Depth, Is.Zero);
        right.Next();
        right.Next();
        Assert.That(Take(bottom), Is.EqualTo(new long[] { 0, 1 }));
        Take(right);
        Assert.That(Take(bottom), Is.EqualTo(new long[] { 2, 3 }));
    }

    [Test]
    public void Every_first_stage_gets_every_message([Values] bool severalWriters)
    {
        Turbine<long> turbine = Make(severalWriters);
        Reader<long, Vec<long>>[] stages = [turbine.AddStage(), turbine.AddStage(), turbine.AddStage()];
        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        for (int round = 0; round < 10; round++)
        {
            long[] sent = [round, round + 1, round + 2];
            Array.ForEach(sent, message => writer.TryPublish(message));
            Assert.That(stages.Select(Take), Has.All.EqualTo(sent));
        }
    }

    [Test]
    public void The_slowest_last_stage_holds_the_writers_up([Values] bool severalWriters)
    {
        Turbine<long> turbine = Make(severalWriters);
        Reader<long, Vec<long>> first = turbine.AddStage();
        Reader<long, Vec<long>> quick = turbine.AddStage(first);
        Reader<long, Vec<long>> slow = turbine.AddStage(first);
        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        for (long i = 0; i < Capacity; i++)
        {
            Assert.That(writer.TryPublish(i));
        }

        Take(first);
        Take(quick);
        Assert.That(writer.TryPublish(0), Is.False);
        slow.Next();
        Assert.That(writer.TryPublish(8));
        Assert.That(writer.TryPublish(9), Is.False);
        Assert.That((turbine.Properties.Depth, turbine.Properties.Readers), Is.EqualTo((8L, 3)));
    }

    [Test]
    public void Completion_reaches_a_stage_when_everything_before_it_is_released([Values] bool severalWriters)
    {
        Turbine<long> turbine = Make(severalWriters);
        Reader<long, Vec<long>> first = turbine.AddStage();
        Reader<long, Vec<long>> second = turbine.AddStage(first);
        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        writer.TryPublish(1);
        writer.TryPublish(2);
        writer.Complete();
        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)));
        ValueTask<bool> waiting = second.WaitAsync();
        Assert.That(waiting.IsCompleted, Is.False, "the first stage has not released anything");
        first.Next();
        Assert.That(waiting.AsTask().Result);
        second.Next();
        Assert.That(second.IsCompleted, Is.False);
        first.Next();
        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((true, false)));
        second.Next();
        Assert.That(second.IsCompleted);
        Assert.That(() => second.Next(), Throws.InstanceOf<QueueCompletedException>());
    }

    [Test]
    public void A_claim_of_another_writer_is_still_seen_after_completion()
    {
        Turbine<long> turbine = Make(severalWriters: true);
        Reader<long, Vec<long>> stage = turbine.AddStage();
        IQueueWriter<long> slow = turbine.AddWriter();
        Assert.That(slow.TryClaim(1, out Slots<long> places));
        turbine.AddWriter().Complete();
        Assert.That(stage.IsCompleted, Is.False);
        places[0] = 7;
        slow.Commit();
        Assert.That(stage.Next(), Is.EqualTo(7));
        Assert.That(stage.IsCompleted);
    }

    [Test]
    public void A_failed_stage_ends_those_after_it_where_it_stood([Values] bool severalWriters)
    {
        Turbine<long> turbine = Make(severalWriters);
        Reader<long, Vec<long>> failing = turbine.AddStage();
        Reader<long, Vec<long>> beside = turbine.AddStage();
        Reader<long, Vec<long>> after = turbine.AddStage(failing);
        Reader<long, Vec<long>> last = turbine.AddStage(after, beside);
        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        for (long i = 0; i < Capacity; i++)
        {
            writer.TryPublish(i);
        }

        failing.Next();
        failing.Next();
        InvalidDataException reason = new("a message is broken");
        turbine.Fail(failing, reason);
        Assert.That(Take(beside), Has.Count.EqualTo(Capacity));
        Assert.That((beside.IsCompleted, after.IsCompleted, last.IsCompleted), Is.EqualTo((true, false, false)));
        Assert.That(Take(after), Is.EqualTo(new long[] { 0, 1 }));
        Assert.That((after.IsCompleted, last.IsCompleted), Is.EqualTo((true, false)));
        Assert.That(Take(last), Is.EqualTo(new long[] { 0, 1 }));
        Assert.That(last.IsCompleted);
        Assert.That(
            () => last.Next(), Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
        Assert.That(
            () => writer.Publish(0), Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
    }

    [Test]
    public void Misuse_is_refused_with_what_to_do()
    {
        Turbine<long> turbine = Make(stages: 2);
        Assert.That(
            () => turbine.Writer, Throws.InvalidOperationException.With.Message.Contain("no stage").And.Message
                .Contain("AddStage"));
        Assert.That(
            () => turbine.AddWriter(), Throws.InvalidOperationException.With.Message.Contain("severalWriters"));
        Reader<long, Vec<long>> foreign = Make().AddStage();
        Assert.That(() => turbine.AddStage(foreign), Throws.ArgumentException.With.Message.Contain("another turbine"));
        Assert.That(() => turbine.Fail(foreign, new InvalidDataException()), Throws.ArgumentException);
        Assert.That(
            () => turbine.Run(foreign, (_, _, _) => { }),
            Throws.ArgumentException.With.Message.Contain("another turbine"));
        Assert.That(() => turbine.AddStage(null!, null!), Throws.ArgumentNullException);
        Reader<long, Vec<long>> stage = turbine.AddStage();
        turbine.AddStage(stage);
        Assert.That(
            () => turbine.AddStage(stage), Throws.InvalidOperationException.With.Message.Contain("2 stages"));
        Assert.That(() => turbine.Run(stage, (_, _, _) => { }, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void No_stage_can_be_added_once_a_writer_was_handed_out()
    {
        Turbine<long> one = Make();
        one.AddStage();
        _ = one.Writer;
        Assert.That(() => one.AddStage(), Throws.InvalidOperationException.With.Message.Contain("before"));
        Turbine<long> several = Make(severalWriters: true);
        Assert.That(() => several.AddWriter(), Throws.InvalidOperationException.With.Message.Contain("no stage"));
        Assert.That(() => several.Writer, Throws.InvalidOperationException.With.Message.Contain("AddWriter"));
        several.AddStage();
        several.AddWriter();
        Assert.That(() => several.AddStage(), Throws.InvalidOperationException);
    }

    [Test]
    public void Only_a_single_stage_can_have_its_oldest_messages_dropped()
    {
        Turbine<long> turbine = Make(policy: FullPolicy.DropOldest);
        Reader<long, Vec<long>> stage = turbine.AddStage();
        Assert.That(() => turbine.AddStage(stage), Throws.InvalidOperationException.With.Message.Contain("DropOldest"));
    }

    [Test]
    public void A_graph_allocates_nothing_once_it_is_made([Values] bool severalWriters)
    {
        Turbine<long> turbine = Make(severalWriters);
        Reader<long, Vec<long>> top = turbine.AddStage();
        Reader<long, Vec<long>> left = turbine.AddStage(top);
        Reader<long, Vec<long>> right = turbine.AddStage(top);
        Reader<long, Vec<long>> bottom = turbine.AddStage(left, right);
        Reader<long, Vec<long>>[] stages = [top, left, right, bottom];
        IQueueWriter<long> writer = severalWriters ? turbine.AddWriter() : turbine.Writer;
        Use(writer, stages, 2000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(writer, stages, 2000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Use(IQueueWriter<long> writer, Reader<long, Vec<long>>[] stages, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            for (long i = 0; i < 5; i++)
            {
                writer.TryPublish(i);
            }

            foreach (Reader<long, Vec<long>> stage in stages)
            {
                stage.TryNext(out _);
                if (stage.TryRead(Capacity, out Slots<long> messages))
                {
                    stage.Release(messages.Count);
                }
            }
        }
    }
}
