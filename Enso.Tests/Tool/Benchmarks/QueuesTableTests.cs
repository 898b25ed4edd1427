using System.Text.Json.Nodes;
using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class QueuesTableTests
{
    [Test]
    public void The_table_has_near_and_far_apart_with_ratios_and_verdicts()
    {
        SuiteResult result = Result(
            ("spsc:link-vec", CoreDistance.Near, [2.5, 2.4, 2.7]),
            ("spsc:link-vec", CoreDistance.Far, [20]),
            ("spsc:link-segments", CoreDistance.Near, [3.6]),
            ("spsc:bare-ring", CoreDistance.Near, [2.0]),
            ("spsc:boost-spsc-queue", CoreDistance.Near, [3.0]),
            ("spsc:boost-spsc-queue", CoreDistance.Far, [16]),
            ("round-trip:link-vec/p50", CoreDistance.Near, [220]),
            ("round-trip:bare-ring/p50", CoreDistance.Near, [200]));

        string[] expected =
        [
            "1 writer, 1 reader, one by one",
            "                        expected    near                floor  peer           far  floor  peer",
            "  Link, Vec             3 ns        2.50 (2.40 to 2.70)   1.25  0.83  met     20.0         1.25  missed",
            "  Link, LinkedSegments              3.60                  1.80  1.20  missed     -",
            "  bare ring                         2.00                  1.00  0.67             -",
            "  boost spsc_queue                  3.00                  1.50  1.00          16.0         1.00",
            "",
            "round trip over two queues, median",
            "                        expected    near                floor  peer           far  floor  peer",
            "  Link, Vec             1.10 floor   220                  1.10        met        -",
            "  bare ring                          200                  1.00                   -",
            "",
        ];
        Assert.That(
            SuiteTable.Table(result).Select(Squeeze), Is.EqualTo(expected.Select(Squeeze)));
    }

    [TestCase(3.0, 4.0, true)]
    [TestCase(3.1, 4.0, false)]
    [TestCase(2.9, 2.8, false)]
    [TestCase(2.804, 2.8, true)]
    public void Ours_must_keep_the_time_named_and_be_no_slower_than_any_peer(double own, double peer, bool isMet)
    {
        SuiteResult result = Result(
            ("spsc:link-vec", CoreDistance.Near, [own]), ("spsc:disruptor", CoreDistance.Near, [peer]));

        Assert.That(result.IsMet(result.Rows[0], CoreDistance.Near), Is.EqualTo(isMet));
    }

    [Test]
    public void Far_cores_are_compared_with_peers_alone()
    {
        SuiteResult result = Result(("spsc:link-vec", CoreDistance.Far, [16]));

        Assert.That(result.IsMet(result.Rows[0], CoreDistance.Far), Is.Null);
    }

    [Test]
    public void Nothing_is_expected_of_the_floor_or_of_a_peer()
    {
        SuiteResult result = Result(
            ("spsc:bare-ring", CoreDistance.Near, [9]), ("spsc:disruptor", CoreDistance.Near, [3]));

        Assert.That(result.Rows.Select(row => result.IsMet(row, CoreDistance.Near)), Is.All.Null);
    }

    [TestCase(0.01, false)]
    [TestCase(0.40, true)]
    public void The_report_says_what_was_left_out_dropped_and_disturbed(double shared, bool isWarned)
    {
        SuiteResult result = Result(
            ("spsc:link-vec", CoreDistance.Near, [2]), ("spsc:link-vec", CoreDistance.Mixed, [5])) with
        {
            Notes = ["crossbeam, for want of cargo."],
            Shared = shared,
        };

        string text = string.Join('\n', SuiteTable.Describe(result));

        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("Left out: crossbeam, for want of cargo."));
            Assert.That(text, Does.Contain("meanwhile: 1 values."));
            Assert.That(text, Does.Contain("1 of 1 figures are as expected"));
            Assert.That(text.Contains("Warning:", StringComparison.Ordinal), Is.EqualTo(isWarned));
        });
    }

    [Test]
    public void Shortened_rounds_are_told_and_a_machine_of_ones_own_is_not()
    {
        SuiteResult result = Result(("spsc:link-vec", CoreDistance.Near, [2])) with
        {
            Options = new SuiteOptions(QueuesCatalog.Suite) { Divisor = 20 },
            Shared = null,
        };

        string text = string.Join('\n', SuiteTable.Describe(result));

        Assert.That(text, Does.Contain("Rounds are 1/20 as long"));
        Assert.That(text, Does.Not.Contain("Host:").And.Not.Contain("Warning:"));
    }

    [Test]
    public void Programs_get_every_row_with_its_statistics()
    {
        SuiteResult result = Result(
            ("spsc:link-vec", CoreDistance.Near, [2.5, 3.5]), ("spsc:disruptor", CoreDistance.Near, [6]));

        JsonNode row = JsonNode.Parse(SuiteJson.Write(result))!["rows"]![0]!;

        Assert.Multiple(() =>
        {
            Assert.That((string?)row["name"], Is.EqualTo("spsc:link-vec"));
            Assert.That((double?)row["near"]!["median"], Is.EqualTo(3));
            Assert.That((double?)row["near"]!["toBestPeer"], Is.EqualTo(0.5));
            Assert.That((bool?)row["near"]!["isMet"], Is.True);
            Assert.That(row["far"], Is.Null);
        });
    }

    private static SuiteResult Result(params (string Value, CoreDistance Distance, double[] Values)[] figures)
    {
        SuiteRecord record = new();
        foreach ((string value, CoreDistance distance, double[] values) in figures)
        {
            SuiteFigure figure = QueuesCatalog.Suite.Figures.Single(figure => figure.ValueName == value);
            Array.ForEach(values, nanoseconds => record.Add(figure, distance, nanoseconds));
        }

        SuiteOptions options = new(QueuesCatalog.Suite);
        return new SuiteResult(options, record.Rows(options), new Dictionary<string, string>(), [], 0);
    }

    // How wide columns are is for the eye.
    private static string Squeeze(string line) =>
        string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
