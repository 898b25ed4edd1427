using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Placement;

/// <summary>Fast delivery between two queues, as a network would be on both sides.</summary>
[TestFixture]
public sealed class FastDeliveryTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    [Test]
    public void What_comes_in_goes_out_changed_in_order_through_queues_of_any_size([Range(1, 60)] int seed)
    {
        const int Count = 200;
        Random random = new(seed);
        int cores = 1 + (seed % 3);
        Simulation<RoundRobin> simulation = new(cores, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Line line = new(2 << random.Next(4), 2 << random.Next(4), 2 << random.Next(4));
        int most = 1 + random.Next(8);
        List<long> answers = [];
        simulation[0].Post(reactor => reactor.Spawn(Feed(reactor)));
        simulation[cores / 2].Post(reactor => reactor.Spawn(Deliver(reactor)));
        simulation[cores - 1].Post(reactor => reactor.Spawn(Collect(reactor)));
        simulation.Run();
        Assert.That(answers, Is.EqualTo(Enumerable.Range(0, Count).Select(AnswerTo)));
        Assert.That(Enumerable.Range(0, cores).Sum(core => simulation[core].Tasks), Is.Zero);
        Assert.That(_log, Is.Empty);

        async ReactorTask Feed(Reactor reactor) => await line.Feed(reactor.Current, Count);

        async ReactorTask Deliver(Reactor reactor) => await line.Deliver(reactor.Current, most);

        async ReactorTask Collect(Reactor reactor) => answers = await line.Collect(reactor.Current);
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task A_core_on_a_thread_delivers_between_two_others(int cores)
    {
        const int Count = 4_000;
        Line line = new(8, 16, 4);
        using ThreadCores machine = new(cores);
        Task<int> feeding = machine[0].Start(context => line.Feed(context, Count));
        Task<int> delivering = machine[cores / 2].Start(context => line.Deliver(context, 8));
        List<long> answers = await machine[cores - 1].Start(line.Collect);
        Assert.That((await feeding, await delivering), Is.EqualTo((Count, Count)));
        Assert.That(answers, Is.EqualTo(Enumerable.Range(0, Count).Select(AnswerTo)));
        Assert.That(machine.Log, Is.Empty);
    }

    [Test]
    public void A_message_at_which_it_fails_is_gone_and_it_goes_on_behind_it([Range(1, 30)] int seed)
    {
        const int Count = 60;
        Random random = new(seed);
        Failing work = new(Enumerable.Range(0, Count).ToDictionary(i => (long)i, _ => random.Next(8)));
        FastDelivery<long, Vec<long>, Failing> delivery = new(
            new Link<long, Vec<long>>(new QueueOptions { Capacity = 2 << random.Next(3), FullPolicy = FullPolicy.Reject }), work);
        int failures = 0;
        for (int calls = 0; work.Ended < Count; calls++)
        {
            Assert.That(calls, Is.LessThan(10 * Count), "it goes on");
            try
            {
                delivery.Poll(1 + random.Next(4));
            }
            catch (InvalidDataException)
            {
                failures++;
            }
        }

        Assert.That(work.Sent, Is.EqualTo(Enumerable.Range(0, Count).Where(i => work.Faults[i] > 2).Select(AnswerTo)));
        Assert.That(failures, Is.EqualTo(Enumerable.Range(0, Count).Count(i => work.Faults[i] <= 2)));
    }

    // Fails when it receives, processes or sends some messages, and at times cannot send.
    private sealed class Faulty(Dictionary<long, int> faults)
    {
        public Dictionary<long, int> Faults => faults;

        public List<long> Sent { get; } = [];

        public int Ended { get; set; }

        public int Received { get; set; }

        public bool IsRefused { get; set; }

        public void Check(long message, int fault)
        {
            if (faults[message] == fault)
            {
                Ended++;
                throw new InvalidDataException();
            }
        }
    }

    private readonly struct Failing(Dictionary<long, int> faults) : IDelivery<long>
    {
        private readonly Faulty _faulty = new(faults);

        public Dictionary<long, int> Faults => _faulty.Faults;

        public List<long> Sent => _faulty.Sent;

        public int Ended => _faulty.Ended;

        public bool CanReceive => _faulty.Received < _faulty.Faults.Count;

        public void Receive(ref long place)
        {
            place = _faulty.Received++;
            _faulty.Check(place, 0);
        }

        public void Process(ref long message)
        {
            _faulty.Check(message, 1);
            message = AnswerTo((int)message);
        }

        public bool TrySend(ref long message)
        {
            _faulty.IsRefused = !_faulty.IsRefused;
            if (_faulty.IsRefused)
            {
                return false;
            }

            _faulty.Check((message - 1) / 3, 2);
            _faulty.Sent.Add(message);
            _faulty.Ended++;
            return true;
        }
    }

    private static long AnswerTo(int question) => (3L * question) + 1;

    /// <summary>A queue in, the delivery, and a queue out.</summary>
    private sealed class Line(int capacityIn, int capacityBetween, int capacityOut)
    {
        private readonly Link<long, Vec<long>> _in = new(new QueueOptions { Capacity = capacityIn });
        private readonly Link<long, Vec<long>> _out = new(new QueueOptions { Capacity = capacityOut });

        public async ReactorTask<int> Feed(TaskContext context, int count)
        {
            using TaskWriter<long> writer = TaskWriter<long>.Create(context.Reactor, _in.Writer);
            for (int i = 0; i < count; i++)
            {
                await writer.Publish(i);
            }

            _in.Writer.Complete();
            return count;
        }

        // It waits at the queue that keeps it: for messages, or for room.
        public async ReactorTask<int> Deliver(TaskContext context, int most)
        {
            FastDelivery<long, Vec<long>, Between> delivery = new(
                new Link<long, Vec<long>>(new QueueOptions { Capacity = capacityBetween, FullPolicy = FullPolicy.Reject }),
                new Between(_in.Reader, _out.Writer));
            using TaskReader<long> reader = TaskReader<long>.Create(context.Reactor, _in.Reader);
            using TaskWriter<long> writer = TaskWriter<long>.Create(context.Reactor, _out.Writer);
            int sent = 0;
            while (true)
            {
                sent += delivery.Poll(most);
                if (delivery.Work.Received != sent)
                {
                    await writer.Ready();
                }
                else if (!await reader.Wait())
                {
                    break;
                }

                await context.Yield();
            }

            _out.Writer.Complete();
            return sent;
        }

        public async ReactorTask<List<long>> Collect(TaskContext context)
        {
            List<long> answers = [];
            using TaskReader<long> reader = TaskReader<long>.Create(context.Reactor, _out.Reader);
            await foreach (long answer in reader)
            {
                answers.Add(answer);
            }

            return answers;
        }
    }

    private struct Between(Reader<long, Vec<long>> source, SingleWriter<long, Vec<long>> sink) : IDelivery<long>
    {
        public int Received { get; private set; }

        public readonly bool CanReceive => source.Depth != 0;

        public void Receive(ref long place)
        {
            place = source.Next();
            Received++;
        }

        public readonly void Process(ref long message) => message = AnswerTo((int)message);

        public readonly bool TrySend(ref long message) => sink.TryPublish(message);
    }
}
