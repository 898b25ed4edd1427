using Enso.Scheduler;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Scheduler.Timers;

/// <summary>Every queue of timers against a plain list, in random orders of everything that can be done with it: what
/// comes, when, and in what order.</summary>
[TestFixture]
public sealed class TimerModelTests
{
    private const long Tick = 1024;
    private const int LongestJump = 44;

    [Test]
    public void A_wheel_does_what_a_list_does() => Check<WheelTimers>(_ => Tick);

    [Test]
    public void A_tree_does_what_a_list_does() => Check<TreeTimers>(_ => 1);

    [Test]
    public void Both_together_do_what_a_list_does() =>
        Check<Timers<WheelTimers, TreeTimers>>(slack => slack >= Tick ? Tick : 1);

    private static void Check<TQueue>(Func<long, long> tickOf)
        where TQueue : struct, ITimerQueue<TQueue> => Prop.ForAll(
            ArbMap.Default.ArbFor<DoNotSize<ulong>[]>(),
            steps =>
            {
                Run<TQueue> run = new(tickOf);
                foreach (DoNotSize<ulong> step in steps)
                {
                    run.Take(step.Item);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(400));

    /// <summary>One queue and its model.</summary>
    private sealed class Run<TQueue>(Func<long, long> tickOf)
        where TQueue : struct, ITimerQueue<TQueue>
    {
        private readonly TQueue _queue = TQueue.Create(new TimerOptions { Tick = Tick, Capacity = 1 });
        private readonly TimerModel _model = new(tickOf);
        private readonly List<TimerHandle> _handles = [default];

        /// <summary>Takes a step, chosen by the bits of a number.</summary>
        public void Take(ulong step)
        {
            Draw draw = new(step);
            switch (draw.Below(8))
            {
                case 0 or 1 or 2:
                    Create(draw);
                    break;
                case 3 or 4:
                    TimerHandle handle = _handles[draw.Below(_handles.Count)];
                    Assert.That(_queue.Cancel(handle), Is.EqualTo(_model.Cancel(handle)));
                    break;
                case 5:
                    Poll(_model.Now + draw.Magnitude(LongestJump), 1 + draw.Below(4));
                    break;
                case 6:
                    Poll(_model.Now + draw.Magnitude(LongestJump), int.MaxValue);
                    break;
                default:
                    Poll(_queue.NextDue is var next && next < long.MaxValue ? next : _model.Now, int.MaxValue);
                    break;
            }

            Assert.That(_queue.Count, Is.EqualTo(_model.Count));
            Assert.That(_queue.NextDue, Is.LessThanOrEqualTo(_model.First));
        }

        private void Create(Draw draw)
        {
            long due = _model.Now + draw.Magnitude(LongestJump) - (draw.Below(4) == 0 ? draw.Magnitude(20) : 0);
            bool isRepeated = draw.Below(4) == 0;
            bool isDelivered = isRepeated && draw.Below(2) == 0;
            TimerTerms terms = new()
            {
                Interval = !isRepeated ? 0 : isDelivered ? 1L << (LongestJump - 2) : 1 + draw.Magnitude(30),
                Slack = draw.Below(2) == 0 ? 0 : draw.Magnitude(30),
                Late = isDelivered ? LateTicks.Deliver : LateTicks.Coalesce,
                State = _handles.Count,
                Target = -_handles.Count,
            };
            TimerHandle handle = _queue.Create(due, terms);
            Assert.That(_handles, Has.No.Member(handle));
            _handles.Add(handle);
            _model.Create(handle, due, terms);
        }

        private void Poll(long now, int most)
        {
            now = Math.Max(now, _model.Now);
            _model.Now = now;
            for (int i = 0; i < most; i++)
            {
                if (!_queue.TryExpire(now, out Expiry expiry))
                {
                    if (_queue.NextDue > now)
                    {
                        Assert.That(_model.First, Is.GreaterThan(now), "nothing that is due stays");
                        return;
                    }

                    continue;
                }

                TimerModel.Timer? timer = _model[expiry.Timer];
                Assert.That(timer, Is.Not.Null, "what comes is pending");
                Assert.That(timer!.At, Is.LessThanOrEqualTo(now), "nothing is early");
                Assert.That(_model.Next(tickOf(timer.Terms.Slack)), Has.Member(timer));
                Assert.That(expiry, Is.EqualTo(_model.Expire(timer)));
            }
        }
    }

    /// <summary>Chance that begins with a number.</summary>
    private sealed class Draw(ulong seed)
    {
        private ulong _state = seed;

        public int Below(int count) => (int)(Next() % (ulong)count);

        /// <summary>A number all of whose lengths in bits, up to one, are as frequent.</summary>
        public long Magnitude(int bits) => (long)(Next() >> 1) & ((1L << Below(bits + 1)) - 1);

        // After S. Vigna, splitmix64.
        private ulong Next()
        {
            ulong z = _state += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
