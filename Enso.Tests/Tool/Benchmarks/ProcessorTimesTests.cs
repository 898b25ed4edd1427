using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class ProcessorTimesTests
{
    private const string Machine =
        """
        cpu  100 20 30 400 50 6 7 8 90 9
        cpu0 50 10 15 200 25 3 3 4 45 4
        intr 12345
        """;

    [Test]
    public void Times_are_read_by_their_places()
    {
        ProcessorTimes times = ProcessorTimes.Parse(
            Machine, "4490 (a ) (b) S 4431 4431 25352 0 -1 4194304 99 0 0 0 1 20 300 4000 20 0 1 0 18446744073709551615");

        Assert.That(times, Is.EqualTo(new ProcessorTimes(100 + 20 + 30 + 6 + 7, 400 + 50, 8, 4321)));
    }

    [TestCase(200, 0, 0, 200, 0)]
    [TestCase(150, 50, 0, 100, 0.25)]
    [TestCase(100, 50, 50, 100, 0.25)]
    [TestCase(0, 200, 0, 0, 0)]
    [TestCase(0, 0, 0, 0, 0)]
    [TestCase(100, 100, 0, 101, 0)]
    public void What_is_neither_idle_nor_its_own_is_others(
        long busy, long idle, long stolen, long own, double expected)
    {
        ProcessorTimes earlier = new(1000, 2000, 30, 400);
        ProcessorTimes now = new(1000 + busy, 2000 + idle, 30 + stolen, 400 + own);

        Assert.That(now.SharedSince(earlier), Is.EqualTo(expected));
    }

    [Test]
    public void This_machines_times_can_be_read() => Assert.That(ProcessorTimes.Read().Busy, Is.Positive);
}
