using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Interrupts;

/// <summary>How long interrupts waited, by powers of two.</summary>
[TestFixture]
public sealed class LatencyHistogramTests : InterruptFixture
{
    [Test]
    public void A_histogram_says_how_long_interrupts_waited()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SimulatedDevices machine = Add(simulation, 0);
        List<long> waited = [];
        simulation[0].Interrupts!.Register(Line(0xF2), null);
        simulation[0].Interrupts!.Register(
            Line(0x40),
            (Reactor reactor, in InterruptEvent interrupt) => waited.Add(reactor.Now - interrupt.Time));
        for (int i = 0; i < 200; i++)
        {
            machine.Raise(0x40);
            machine.Raise(0xF2);
            simulation.Run();
        }

        LatencyHistogram served = simulation[0].Interrupts!.List()[0].Latency!;
        Assert.That(waited, Has.Count.EqualTo(200));
        Assert.That(served.Count, Is.EqualTo(200));

        // Read before the handler is called, so no longer than what the handler sees.
        Assert.That(served.Longest, Is.GreaterThan(0).And.LessThanOrEqualTo(waited.Max()));
        LatencyHistogram histogram = new();
        waited.ForEach(histogram.Add);
        Assert.That(histogram.Count, Is.EqualTo(200));
        Assert.That(histogram.Longest, Is.EqualTo(waited.Max()));
        for (int bucket = 0; bucket < LatencyHistogram.Buckets; bucket++)
        {
            int inside = bucket;
            Assert.That(histogram[bucket], Is.EqualTo(waited.Count(time => LatencyHistogram.BucketOf(time) == inside)));
        }

        long median = waited.Order().ElementAt(99);
        Assert.That(histogram.Within(0.5), Is.InRange(median, 2 * median));
        Assert.That(histogram.Within(1), Is.EqualTo(waited.Max()));
        Assert.That(simulation[0].Interrupts!.List()[1].Served, Is.EqualTo(200), "an interrupt without a handler is counted");
    }

    [TestCase(0, 0, 0)]
    [TestCase(-5, 0, 0)]
    [TestCase(1, 1, 1)]
    [TestCase(1023, 10, 1023)]
    [TestCase(1024, 11, 2047)]
    [TestCase(long.MaxValue, 63, long.MaxValue)]
    public void A_bucket_is_a_power_of_two(long time, int bucket, long end)
    {
        Assert.That(LatencyHistogram.BucketOf(time), Is.EqualTo(bucket));
        Assert.That(LatencyHistogram.EndOf(bucket), Is.EqualTo(end));
    }
}
