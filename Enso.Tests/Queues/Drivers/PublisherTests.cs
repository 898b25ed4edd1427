using Enso.Queues;

namespace Enso.Tests.Queues.Drivers;

/// <summary>Readers of a publisher come and go, begin where they may, and hold the writer up or not.</summary>
[TestFixture(typeof(Vec<long>))]
[TestFixture(typeof(VecDeque<long>))]
[TestFixture(typeof(LinkedSegments<long>))]
public sealed class PublisherTests<TStorage>
    where TStorage : struct, IStorage<long, TStorage>
{
    private const int Capacity = 8;

    private static Publisher<long, TStorage> Make(int readers = 4, int retained = 0) => new(new QueueOptions
    {
        Capacity = Capacity,
        MaximumCapacity = Capacity,
        MaximumReaders = readers,
        Retained = retained,
    });

    [Test]
    public void Every_reader_gets_every_message()
    {
        Publisher<long, TStorage> publisher = Make();
        Reader<long, TStorage> first = publisher.Subscribe();
        Reader<long, TStorage> second = publisher.Subscribe();
        publisher.Writer.TryPublish(11);
        publisher.Writer.TryPublish(12);
        Assert.That(first.Next(), Is.EqualTo(11));
        Assert.That(second.Next(), Is.EqualTo(11));
        Assert.That(first.Next(), Is.EqualTo(12));
        Assert.That(second.Next(), Is.EqualTo(12));
    }

    [Test]
    public void A_late_reader_begins_where_the_writer_is()
    {
        Publisher<long, TStorage> publisher = Make();
        for (long i = 0; i < 5; i++)
        {
            publisher.Writer.TryPublish(i);
        }

        using Reader<long, TStorage> reader = publisher.Subscribe();
        Assert.That(reader.TryNext(out _), Is.False);
        publisher.Writer.TryPublish(5);
        Assert.That(reader.Next(), Is.EqualTo(5));
    }

    [Test]
    public void Without_readers_the_writer_goes_on()
    {
        Publisher<long, TStorage> publisher = Make();
        for (long i = 0; i < 10 * Capacity; i++)
        {
            Assert.That(publisher.Writer.TryPublish(i));
        }
    }

    [Test]
    public void The_slowest_reader_holds_the_writer_up_and_leaving_frees_it()
    {
        Publisher<long, TStorage> publisher = Make();
        using Reader<long, TStorage> quick = publisher.Subscribe();
        Reader<long, TStorage> slow = publisher.Subscribe();
        for (long i = 0; i < Capacity; i++)
        {
            Assert.That(publisher.Writer.TryPublish(i));
            Assert.That(quick.Next(), Is.EqualTo(i));
        }

        Assert.That(publisher.Writer.TryPublish(99), Is.False);
        slow.Next();
        Assert.That(publisher.Writer.TryPublish(Capacity));
        Assert.That(publisher.Writer.TryPublish(99), Is.False);
        slow.Dispose();
        Assert.That(publisher.Writer.TryPublish(99));
        Assert.That(publisher.Properties.Readers, Is.EqualTo(1));
    }

    [Test]
    public void A_reader_that_is_declared_dead_holds_nobody_up_and_learns_of_it()
    {
        Publisher<long, TStorage> publisher = Make(readers: 1);
        Reader<long, TStorage> dead = publisher.Subscribe();
        for (long i = 0; i < Capacity; i++)
        {
            publisher.Writer.TryPublish(i);
        }

        Assert.That(publisher.Writer.TryPublish(99), Is.False);
        publisher.DeclareDead(dead);
        Assert.That(publisher.Writer.TryPublish(99));
        Assert.That(() => dead.TryNext(out _), Throws.InstanceOf<ReaderDeadException>());
        Assert.That(() => publisher.Subscribe(), Throws.InvalidOperationException.With.Message.Contain("All 1 places"));
        dead.Dispose();
        dead.Dispose();
        using Reader<long, TStorage> next = publisher.Subscribe();
        publisher.Writer.TryPublish(100);
        Assert.That(next.Next(), Is.EqualTo(100));
    }

    [Test]
    public void What_is_retained_can_be_read_from_the_beginning()
    {
        Publisher<long, TStorage> publisher = Make(retained: 5);
        for (long i = 0; i < 50; i++)
        {
            publisher.Writer.TryPublish(i);
        }

        using Reader<long, TStorage> reader = publisher.Subscribe(from: 45);
        for (long i = 45; i < 50; i++)
        {
            Assert.That(reader.Next(), Is.EqualTo(i));
        }

        Assert.That(reader.TryNext(out _), Is.False);
    }

    [TestCase(10)]
    [TestCase(51)]
    [TestCase(-1)]
    public void What_is_not_there_any_more_or_not_yet_is_refused(long from)
    {
        Publisher<long, TStorage> publisher = Make(retained: 5);
        for (long i = 0; i < 50; i++)
        {
            publisher.Writer.TryPublish(i);
        }

        Assert.That(
            () => publisher.Subscribe(from),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contain("to 50 can be read"));
        Assert.That(publisher.Properties.Readers, Is.Zero);
    }

    [Test]
    public void Places_of_readers_are_used_again()
    {
        Publisher<long, TStorage> publisher = Make(readers: 2);
        for (int i = 0; i < 100; i++)
        {
            using Reader<long, TStorage> reader = publisher.Subscribe();
            publisher.Writer.TryPublish(i);
            Assert.That(reader.Next(), Is.EqualTo(i));
        }
    }
}
