using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class ComparisonTests
{
    [TestCase(24, 100, 0.24, true)]
    [TestCase(25, 100, 0.25, true)]
    [TestCase(26, 100, 0.26, false)]
    [TestCase(-5, 100, -0.05, true)]
    public void The_ratio_is_met_up_to_the_expected_one(double enso, double linux, double ratio, bool isMet)
    {
        Comparison comparison = new(New(0.25), new Sample([enso]), new Sample([linux]));

        Assert.That(comparison.Ratio, Is.EqualTo(ratio));
        Assert.That(comparison.IsMet, Is.EqualTo(isMet));
    }

    [Test]
    public void The_ratio_is_of_medians()
    {
        Comparison comparison = new(New(1), new Sample([1, 2, 1000]), new Sample([4, 4, 5000]));

        Assert.That(comparison.Ratio, Is.EqualTo(0.5));
    }

    [Test]
    public void Without_linux_there_is_no_ratio_to_meet()
    {
        Comparison comparison = new(New(0.25), new Sample([1]), null);

        Assert.That((comparison.Ratio, comparison.IsMet), Is.EqualTo(((double?)null, (bool?)null)));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Of_a_time_that_is_not_positive_there_is_no_fraction(double linux)
    {
        Comparison comparison = new(New(0.25), new Sample([1]), new Sample([linux]));

        Assert.That((comparison.Ratio, comparison.IsMet), Is.EqualTo(((double?)null, (bool?)null)));
    }

    [Test]
    public void Where_nothing_is_expected_nothing_is_met()
    {
        Comparison comparison = new(New(null), new Sample([1]), new Sample([2]));

        Assert.That((comparison.Ratio, comparison.IsMet), Is.EqualTo((0.5, (bool?)null)));
    }

    [Test]
    public void Rounds_of_all_boots_are_taken_together_by_the_name_that_each_system_gives()
    {
        Measure measure = new("prompt", "boot", "boot", 0.2) { LinuxValue = "init" };
        BenchmarkOutput first = BenchmarkOutput.Parse("@bench result prompt 1 10\n@bench result prompt 2 30");
        BenchmarkOutput second = BenchmarkOutput.Parse("@bench result prompt 1 20");
        BenchmarkOutput linux = BenchmarkOutput.Parse("@bench result init 1 40");

        Comparison comparison = Comparison.Of([measure], [first, second], [linux]).Single();

        Assert.That((comparison.Enso.Count, comparison.Enso.Median, comparison.Ratio), Is.EqualTo((3, 20.0, 0.5)));
    }

    private static Measure New(double? expected) => new("m", "m", "a measure", expected);
}
