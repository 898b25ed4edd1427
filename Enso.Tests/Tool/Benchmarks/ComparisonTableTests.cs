using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class ComparisonTableTests
{
    private static readonly Comparison[] s_comparisons =
    [
        new(new("yield", "yield", "Thread.Yield", 0.25), new Sample([210, 200, 260]), new Sample([1250, 1240, 1300])),
        new(new("boot", "boot", "boot", null), new Sample([118e6]), new Sample([1545e6])),
        new(new("gc", "gc", "full collection", 0.9), new Sample([12e6, 14e6]), new Sample([12.5e6, 13e6])),
    ];

    [Test]
    public void The_table_has_medians_spreads_ratios_and_verdicts()
    {
        string[] expected =
        [
            "benchmark        unit  Ensō                 Linux                   ratio  expected",
            "Thread.Yield     ns     210 (200 to 260)    1,250 (1,240 to 1,300)   0.17      0.25  met",
            "boot             ms     118                 1,545                    0.08         -",
            "full collection  ms    13.0 (12.0 to 14.0)   12.8 (12.5 to 13.0)     1.02      0.90  missed",
        ];

        Assert.That(ComparisonTable.Table(s_comparisons), Is.EqualTo(expected));
    }

    [Test]
    public void Without_linux_the_table_ends_with_enso()
    {
        string[] expected =
        [
            "benchmark        unit  Ensō",
            "Thread.Yield     ns     210 (200 to 260)",
            "boot             ms     118",
            "full collection  ms    13.0 (12.0 to 14.0)",
        ];

        Assert.That(
            ComparisonTable.Table([.. s_comparisons.Select(comparison => comparison with { Linux = null })]),
            Is.EqualTo(expected));
    }

    [TestCase(9_999, "ns", "9,999")]
    [TestCase(9.99, "ns", "9.99")]
    [TestCase(12.34, "ns", "12.3")]
    [TestCase(10_000, "µs", "10.0")]
    [TestCase(343_047, "µs", "343")]
    [TestCase(13_158_340, "ms", "13.2")]
    [TestCase(-50, "ns", "-50.0")]
    [TestCase(20e9, "s", "20.0")]
    public void Times_are_shown_in_a_unit_that_leaves_them_readable(double nanoseconds, string symbol, string text)
    {
        TimeUnit unit = TimeUnit.For(nanoseconds);

        Assert.That((unit.Symbol, unit.Format(nanoseconds)), Is.EqualTo((symbol, text)));
    }

    [TestCase(0.01, false)]
    [TestCase(0.40, true)]
    public void A_host_that_others_used_is_warned_of(double shared, bool isWarned)
    {
        BootRecord boot = new(
            1, "Ensō", BenchmarkOutput.Parse("@bench system cores 2"), TimeSpan.FromSeconds(10), shared);
        OsBenchmarkResult result = new(new OsBenchmarkOptions(), [boot], s_comparisons, 0.1, 1.9);

        string text = string.Join('\n', ComparisonTable.Describe(result, "7.2"));

        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("QEMU 7.2, tcg, 2 cores, 1G").And.Contain("Ensō: cores 2"));
            Assert.That(text, Does.Contain("1 of 2 expectations are met."));
            Assert.That(text, Does.Contain("load average 0.10 before and 1.90 after"));
            Assert.That(text.Contains("Warning:", StringComparison.Ordinal), Is.EqualTo(isWarned));
        });
    }
}
