using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Placement;

/// <summary>Keys in buckets, buckets on cores, and the order of a key's messages while its bucket moves.</summary>
[TestFixture]
public sealed class BucketsTests
{
    [Test]
    public void A_key_goes_where_its_bucket_is()
    {
        Buckets<string> buckets = new(256, 4);
        int bucket = buckets.BucketOf("AAPL");
        Assert.That(buckets.Route("AAPL"), Is.EqualTo(Buckets<string>.Home(bucket, 4)));
        Assert.That(buckets.TryMove(bucket, 7, out Handover toOld, out Handover toNew));
        Assert.That((buckets.Route("AAPL"), buckets.CoreOf(bucket)), Is.EqualTo((7, 7)));
        Assert.That(toOld.Kind, Is.EqualTo(HandoverKind.Drain));
        Assert.That((toNew.Kind, toNew.To, toNew.Move), Is.EqualTo((HandoverKind.Expect, 7, 1L)));
        Assert.That(buckets.TryMove(bucket, 7, out _, out _), Is.False);
        Assert.That(() => new Buckets<int>(3, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_full_gate_says_so_and_takes_the_message_later()
    {
        BucketGate<int> gate = new(1, 2);
        Assert.That(gate.Admit(0, 1), Is.EqualTo(GateAnswer.Run));
        Assert.That(gate.TryReceive(new Handover(HandoverKind.Expect, 0, 0, 1, 0)));
        Assert.That(gate.Admit(0, 2), Is.EqualTo(GateAnswer.Held));
        Assert.That(gate.Admit(0, 3), Is.EqualTo(GateAnswer.Held));
        Assert.That(gate.Admit(0, 4), Is.EqualTo(GateAnswer.Full));
        Assert.That(gate.TryReceive(new Handover(HandoverKind.Drain, 0, 0, 2, 1)), Is.False);
        Assert.That(gate.TryRelease(out _, out _), Is.False);
        Assert.That(gate.TryReceive(new Handover(HandoverKind.Drained, 0, 0, 1, 0)));
        Assert.That(gate.TryRelease(out _, out int message) && message == 2);
        Assert.That(gate.Admit(0, 4), Is.EqualTo(GateAnswer.Held));
        Assert.That(gate.TryRelease(out _, out message) && message == 3);
        Assert.That(gate.TryRelease(out _, out message) && message == 4);
        Assert.That(gate.TryRelease(out _, out _), Is.False);
        Assert.That((gate.Count, gate.Admit(0, 5)), Is.EqualTo((0, GateAnswer.Run)));
    }

    [Test]
    public void Each_buckets_order_is_kept_while_buckets_move_at_random([Values(1, 3, 64)] int room)
    {
        for (int seed = 0; seed < 500; seed++)
        {
            new MoveSimulation(seed, room).Run();
        }
    }

    /// <summary>One who hands out, some cores, and queues between each pair, in which a message takes any
    /// time.</summary>
    private sealed class MoveSimulation(int seed, int room)
    {
        private const int Cores = 3, Count = 4, Messages = 300;

        private readonly Random _random = new(seed);
        private readonly Buckets<int> _buckets = new(Count, Cores);
        private readonly BucketGate<long>[] _gates =
            [.. Enumerable.Range(0, Cores).Select(_ => new BucketGate<long>(Count, room))];

        // From the one who hands out, each core's queue; then the words from core to core.
        private readonly Queue<(int Bucket, long Number, Handover Word)>[] _out =
            [.. Enumerable.Range(0, Cores).Select(_ => new Queue<(int, long, Handover)>())];

        private readonly Queue<Handover>[,] _between = new Queue<Handover>[Cores, Cores];
        private readonly long[] _handedOut = new long[Count];
        private readonly long[] _run = new long[Count];

        public void Run()
        {
            for (int i = 0; i < Cores * Cores; i++)
            {
                _between[i / Cores, i % Cores] = new Queue<Handover>();
            }

            for (int left = Messages; left > 0;)
            {
                switch (_random.Next(4))
                {
                    case 0:
                        left--;
                        HandOut();
                        break;
                    case 1 when _random.Next(4) == 0:
                        Move();
                        break;
                    default:
                        Step(_random.Next(Cores), _random.Next(Cores));
                        break;
                }
            }

            for (int i = 0; i < Messages * Cores * Cores * 4; i++)
            {
                Step(i % Cores, i / Cores % Cores);
            }

            Assert.That(_run, Is.EqualTo(_handedOut), $"seed {seed}: not everything was run");
            Assert.That(_gates.Select(gate => gate.Count), Has.All.Zero, $"seed {seed}");
        }

        private void HandOut()
        {
            int bucket = _random.Next(Count);
            _out[_buckets.CoreOf(bucket)].Enqueue((bucket, _handedOut[bucket]++, default));
        }

        private void Move()
        {
            if (_buckets.TryMove(_random.Next(Count), _random.Next(Cores), out Handover toOld, out Handover toNew))
            {
                _out[toOld.To].Enqueue((-1, 0, toOld));
                _out[toNew.To].Enqueue((-1, 0, toNew));
            }
        }

        // A core takes from the one who hands out and from another core, runs what it may and sends its words.
        private void Step(int core, int from)
        {
            BucketGate<long> gate = _gates[core];
            if (_between[from, core].TryDequeue(out Handover word))
            {
                Assert.That(gate.TryReceive(word), $"seed {seed}");
            }

            if (_out[core].TryPeek(out (int Bucket, long Number, Handover Word) next))
            {
                GateAnswer answer = next.Bucket < 0
                    ? gate.TryReceive(next.Word) ? GateAnswer.Held : GateAnswer.Full
                    : gate.Admit(next.Bucket, next.Number);
                if (answer == GateAnswer.Run)
                {
                    Check(next.Bucket, next.Number);
                }

                if (answer != GateAnswer.Full)
                {
                    _out[core].Dequeue();
                }
            }

            while (gate.TryRelease(out int bucket, out long number))
            {
                Check(bucket, number);
            }

            while (gate.TryTake(out Handover reply))
            {
                _between[core, reply.To].Enqueue(reply);
            }
        }

        private void Check(int bucket, long number) =>
            Assert.That(number, Is.EqualTo(_run[bucket]++), $"seed {seed}: bucket {bucket} is out of order");
    }
}
