using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class SampleTests
{
    [TestCase(new[] { 7.0 }, 7)]
    [TestCase(new[] { 3.0, 1.0, 2.0 }, 2)]
    [TestCase(new[] { 4.0, 1.0, 3.0, 2.0 }, 2.5)]
    [TestCase(new[] { 5.0, 5.0, 1.0, 900.0 }, 5)]
    [TestCase(new[] { -2.0, -1.0 }, -1.5)]
    public void The_median_is_in_the_middle_of_the_ordered_values(double[] values, double median) =>
        Assert.That(new Sample(values).Median, Is.EqualTo(median));

    [Test]
    public void The_spread_is_from_the_least_to_the_greatest()
    {
        Sample sample = new([3, 1, 2]);

        Assert.That((sample.Minimum, sample.Maximum, sample.Count), Is.EqualTo((1.0, 3.0, 3)));
    }

    [Test]
    public void Nothing_is_no_sample() => Assert.That(() => new Sample([]), Throws.ArgumentException);
}
