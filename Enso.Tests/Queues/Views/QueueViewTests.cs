using Enso.Queues;

namespace Enso.Tests.Queues.Views;

[TestFixture]
public sealed class QueueViewTests
{
    private static readonly QueueOptions s_eight = new() { Capacity = 8, FullPolicy = FullPolicy.Reject };

    [Test]
    public void A_link_shows_where_both_ends_stand_and_what_they_remember()
    {
        Link<int, Vec<int>> link = new(s_eight);
        for (int i = 0; i < 5; i++)
        {
            link.Writer.Publish(i);
        }

        link.Reader.Next();
        QueueView view = link.View();

        Assert.Multiple(() =>
        {
            Assert.That((view.Storage, view.Capacity, view.IsFixed), Is.EqualTo(("Vec", 8L, true)));
            Assert.That(view.Writer, Is.EqualTo(new WriterView { Sequence = 5, CachedLimit = 8, IsCompleted = false }));
            Assert.That(view.Readers.Single().Sequence, Is.EqualTo(1));
            Assert.That(view.Readers.Single().CachedLimit, Is.EqualTo(5));
            Assert.That((view.Oldest, view.Published), Is.EqualTo((1L, 5L)));
        });
    }

    [Test]
    public void What_is_claimed_is_shown_until_it_is_committed()
    {
        Link<int, Vec<int>> link = new(s_eight);
        link.Writer.Publish(0);
        link.Writer.TryClaim(3, out _);
        Assert.That(link.View().Claimed, Is.EqualTo(new long[] { 1, 2, 3 }));
        link.Writer.Commit();
        Assert.That(link.View().Claimed, Is.Empty);
    }

    [Test]
    public void Of_several_writers_the_unfinished_sequences_are_shown_and_the_gap_ends_what_is_published()
    {
        Subscriber<int, Vec<int>> queue = new(s_eight);
        IQueueWriter<int> first = queue.Link();
        IQueueWriter<int> second = queue.Link();
        for (int i = 0; i < 20; i++)
        {
            first.Publish(i);
            queue.Reader.Next();
        }

        first.TryClaim(2, out _);
        second.TryClaim(3, out _);
        second.Commit();
        QueueView view = queue.View();

        Assert.Multiple(() =>
        {
            Assert.That(view.Claimed, Is.EqualTo(new long[] { 20, 21 }));
            Assert.That((view.Published, view.Writer.Sequence), Is.EqualTo((20L, 25L)));
        });
        first.Commit();
        Assert.That((queue.View().Claimed.Count, queue.View().Published), Is.EqualTo((0, 25L)));
    }

    [Test]
    public void A_publisher_shows_every_readers_place_free_taken_or_dead()
    {
        Publisher<int, Vec<int>> queue = new(s_eight with { MaximumReaders = 3 });
        Reader<int, Vec<int>> slow = queue.Subscribe();
        queue.Writer.Publish(0);
        queue.Subscribe();
        queue.DeclareDead(slow);
        QueueView view = queue.View();

        Assert.Multiple(() =>
        {
            Assert.That(
                view.Readers.Select(reader => reader.State),
                Is.EqualTo(new[] { ReaderState.Dead, ReaderState.Reading, ReaderState.Free }));
            Assert.That(view.Readers.Select(reader => reader.Sequence), Is.EqualTo(new long[] { 0, 1, 0 }));
            Assert.That(view.Oldest, Is.EqualTo(1), "the dead one holds nobody up");
        });
        slow.Dispose();
        Assert.That(queue.View().Readers[0].State, Is.EqualTo(ReaderState.Free));
    }

    [Test]
    public void A_reader_that_reads_in_place_in_a_queue_that_drops_the_oldest_is_shown_to_hold_its_messages()
    {
        Link<int, Vec<int>> link = new(s_eight with { FullPolicy = FullPolicy.DropOldest });
        link.Writer.Publish(0);
        link.Writer.Publish(1);
        link.Reader.Next();
        link.Reader.TryRead(1, out _);
        Assert.That((link.View().Readers[0].IsHeld, link.View().Readers[0].Sequence), Is.EqualTo((true, 1L)));
        link.Reader.Release(1);
        Assert.That(link.View().Readers[0].IsHeld, Is.False);
    }

    [Test]
    public void Segments_are_shown_by_their_first_sequences()
    {
        Link<int, LinkedSegments<int>> link = new(new QueueOptions { Capacity = 4, MaximumCapacity = 8 });
        for (int i = 0; i < 13; i++)
        {
            link.Writer.Publish(i);
            if (i >= 5)
            {
                link.Reader.Next();
            }
        }

        QueueView view = link.View();
        Assert.That(view.Segments.Zip(view.Segments.Skip(1), (a, b) => b - a), Is.All.EqualTo(4));
        Assert.That(view.Segments[0], Is.LessThanOrEqualTo(view.Oldest));
        Assert.That(view.Segments[^1] + 4, Is.GreaterThanOrEqualTo(view.Writer.Sequence));
    }

    [Test]
    public void A_turbine_shows_what_each_stage_stays_behind()
    {
        Turbine<int> turbine = new(s_eight with { MaximumReaders = 4 });
        Reader<int, Vec<int>> first = turbine.AddStage();
        Reader<int, Vec<int>> left = turbine.AddStage(first);
        Reader<int, Vec<int>> right = turbine.AddStage(first);
        turbine.AddStage(left, right);
        turbine.Writer.Publish(7);
        Assert.That(
            turbine.View().Readers.Select(reader => reader.After),
            Is.EqualTo(new int[][] { [0], [1], [1], [2, 3] }));
    }

    [Test]
    public void A_class_shows_its_own_queue()
    {
        ClassQueue<int, Vec<int>, Strict> queue = new(2, s_eight, new Strict());
        queue.Link().Publish(1, 5);
        Assert.That((queue.ViewOf(0).Published, queue.ViewOf(1).Published), Is.EqualTo((0L, 1L)));
    }

    [Test]
    public void A_pipe_shows_its_frames_and_what_is_left_out()
    {
        FramePipe<Vec<byte>> pipe = new(new QueueOptions { Capacity = 64 });
        pipe.Writer.Write(new byte[16]);
        pipe.Writer.Write(new byte[16]);
        pipe.Reader.Read();
        pipe.Reader.Release();
        pipe.Writer.Write(new byte[12]);
        Assert.That(pipe.ViewFrames(), Is.EqualTo(new[]
        {
            new FrameView(24, 16, 24, IsPadding: false),
            new FrameView(48, 0, 16, IsPadding: true),
            new FrameView(64, 12, 24, IsPadding: false),
        }));
    }

    [Test]
    public void Completion_is_shown()
    {
        Link<int, Vec<int>> link = new(s_eight);
        link.Writer.Complete();
        Assert.That(link.View().Writer.IsCompleted, Is.True);
    }

    [Test]
    public void No_reader_seems_ahead_of_the_writer_while_both_run()
    {
        Link<int, Vec<int>> link = new(s_eight with { FullPolicy = FullPolicy.Wait });
        Thread writer = new(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                link.Writer.Publish(i);
            }

            link.Writer.Complete();
        });
        Thread reader = new(() =>
        {
            while (link.Reader.WaitForMessage())
            {
                link.Reader.TryNext(out _);
            }
        });
        writer.Start();
        reader.Start();
        while (!link.Reader.IsCompleted)
        {
            QueueView view = link.View();
            Assert.That(view.Readers[0].Sequence, Is.LessThanOrEqualTo(view.Published));
        }

        writer.Join();
        reader.Join();
    }
}
