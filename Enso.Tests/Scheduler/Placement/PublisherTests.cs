using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Placement;

/// <summary>The publisher case: one ring, which every core reads by a cursor of its own, in place.</summary>
[TestFixture]
public sealed class PublisherTests
{
    private const int Keys = 24;
    private const int BucketCount = 16;

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    [Test]
    public void Each_core_sees_all_messages_in_order_and_takes_those_of_its_own_keys([Range(1, 60)] int seed)
    {
        const int Count = 300;
        Random random = new(seed);
        int cores = 1 + (seed % 5);
        Simulation<RoundRobin> simulation = new(cores, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Publication<Job> publication = Make(2 << random.Next(6), cores);
        Taken[] taken = new Taken[cores];
        int subscribed = 0;
        for (int core = 0; core < cores; core++)
        {
            int batch = 1 + random.Next(16);
            simulation[core].Post(reactor => reactor.Spawn(ReadAll(reactor)));

            async ReactorTask ReadAll(Reactor reactor)
            {
                Reader<Job, Vec<Job>> cursor = (Reader<Job, Vec<Job>>)publication.Subscribe();
                subscribed++;
                taken[reactor.Core] = await Read(reactor.Current, cursor, cores, batch);
            }
        }

        simulation.Run();
        Assert.That(subscribed, Is.EqualTo(cores));
        simulation[0].Post(reactor => reactor.Spawn(WriteAll(reactor)));
        simulation.Run();
        Check(taken, Count);
        Assert.That(_log, Is.Empty);

        async ReactorTask WriteAll(Reactor reactor) => await Write(reactor.Current, publication, Count);
    }

    [Test]
    public void The_slowest_core_holds_the_writer_back_until_it_reads_or_leaves([Range(1, 40)] int seed)
    {
        const int Capacity = 8;
        Simulation<RoundRobin> simulation = new(3, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Publication<Job> publication = Make(Capacity, 2);
        Reader<Job, Vec<Job>> slow = (Reader<Job, Vec<Job>>)publication.Subscribe();
        Reader<Job, Vec<Job>> quick = (Reader<Job, Vec<Job>>)publication.Subscribe();
        int published = 0;
        int seen = 0;
        simulation[0].Post(reactor => reactor.Spawn(WriteOn(reactor)));
        simulation[1].Post(reactor => reactor.Spawn(ReadOn(reactor)));
        simulation.Run();
        Assert.That((published, seen), Is.EqualTo((Capacity, Capacity)));

        // Another thread reads by the slow one's cursor, which no task waits at.
        for (int read = 0; read < 15;)
        {
            Assert.That(slow.TryRead(3, out Slots<Job> jobs), Is.True);
            for (int i = 0; i < jobs.Count; i++)
            {
                Assert.That(jobs[i].Number, Is.EqualTo(read++), "nothing was overwritten");
            }

            slow.Release(jobs.Count);
            simulation.Run();
            Assert.That((published, seen), Is.EqualTo((Capacity + read, Capacity + read)));
        }

        slow.Dispose();
        simulation.Run();
        Assert.That((published, seen), Is.EqualTo((100, 100)));
        Assert.That(_log, Is.Empty);

        async ReactorTask WriteOn(Reactor reactor)
        {
            using TaskWriter<Job> writer = TaskWriter<Job>.Create(reactor, publication.Writer);
            for (; published < 100; published++)
            {
                await writer.Publish(new Job(0, published));
            }
        }

        async ReactorTask ReadOn(Reactor reactor)
        {
            await foreach (Job job in TaskReader<Job>.Create(reactor, quick))
            {
                Assert.That(job.Number, Is.EqualTo(seen++));
            }
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task Cores_on_threads_read_one_ring_in_place_and_sleep_between(int cores)
    {
        const int Count = 4_000;
        Publication<Job> publication = Make(16, cores);
        Taken[] taken;
        using (ThreadCores machine = new(cores))
        {
            int number = await machine[0].Start(context => context.PublishOn(0, publication));
            Reader<Job, Vec<Job>>[] cursors = await Task.WhenAll(Enumerable.Range(0, cores).Select(
                core => machine[core].Start(context => context.SubscribeTo<Job>(0, number))));
            Task<Taken>[] reading =
                [.. cursors.Select((cursor, core) => machine[core].Start(context => Read(context, cursor, cores, 8)))];
            await machine[0].Start(context => Write(context, publication, Count));
            taken = await Task.WhenAll(reading);
            Assert.That(machine.Log, Is.Empty);
        }

        Check(taken, Count);
    }

    private static Publication<Job> Make(int capacity, int readers) =>
        new("jobs", new QueueOptions { Capacity = capacity, MaximumReaders = readers });

    private static async ReactorTask<int> Write(TaskContext context, Publication<Job> publication, int count)
    {
        using TaskWriter<Job> writer = TaskWriter<Job>.Create(context.Reactor, publication.Writer);
        for (int i = 0; i < count; i++)
        {
            await writer.Publish(new Job(i % Keys, i));
        }

        publication.Writer.Complete();
        return count;
    }

    private static async ReactorTask<Taken> Read(
        TaskContext context, Reader<Job, Vec<Job>> cursor, int cores, int batch)
    {
        using Reader<Job, Vec<Job>> owned = cursor;
        using TaskReader<Job> reader = TaskReader<Job>.Create(context.Reactor, cursor);
        Buckets<int> buckets = new(BucketCount, cores);
        Taken taken = new();
        while (await reader.Wait())
        {
            Take(cursor, batch, buckets, context.Reactor.Core, taken);
            await context.Yield();
        }

        return taken;
    }

    private static void Take(
        Reader<Job, Vec<Job>> cursor, int batch, Buckets<int> buckets, int core, Taken taken)
    {
        Assert.That(cursor.TryRead(batch, out Slots<Job> jobs), Is.True);
        for (int i = 0; i < jobs.Count; i++)
        {
            Assert.That(jobs[i].Number, Is.EqualTo(taken.Seen++));
            if (buckets.Route(jobs[i].Key) == core)
            {
                taken.Own.Add(jobs[i]);
            }
        }

        cursor.Release(jobs.Count);
    }

    // Each core has seen all, and each message is of one core.
    private static void Check(Taken[] taken, int count)
    {
        Assert.That(taken.Select(core => core.Seen), Is.All.EqualTo(count));
        Assert.That(
            taken.SelectMany(core => core.Own).Select(job => job.Number).Order(), Is.EqualTo(Enumerable.Range(0, count)));
        Assert.That(
            taken.SelectMany(core => core.Own.Select(job => job.Key).Distinct()).Count(),
            Is.EqualTo(Math.Min(Keys, count)), "a key is of one core");
    }

    private readonly record struct Job(int Key, int Number);

    private sealed class Taken
    {
        public int Seen { get; set; }

        public List<Job> Own { get; } = [];
    }
}
