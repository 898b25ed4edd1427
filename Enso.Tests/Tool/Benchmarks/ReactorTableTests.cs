using System.Text.Json.Nodes;
using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class ReactorTableTests
{
    [Test]
    public void The_table_has_times_ratios_bytes_and_verdicts()
    {
        SuiteResult result = Result(
            ("yield:async", [14, 12, 18], 0),
            ("yield:dotnet-task", [56], 0.25),
            ("yield:tokio-current", [28], null),
            ("bus:bus", [300], 0),
            ("bus:bare-ring", [200], 0));

        string[] expected =
        [
            "yield: one task alone",
            " expected ns floor peer bytes",
            " async 15 ns 14.0 (12.0 to 18.0) 0.50 0 met",
            " .NET Task.Yield 56.0 2.00 0.25",
            " tokio, one thread 28.0 1.00 -",
            "",
            "message to another core and back, both awake, median",
            " expected ns floor peer bytes",
            " bus, near cores 1.20 floor 300 1.50 0 missed",
            " bare ring, near cores 200 1.00 0",
            "",
        ];
        Assert.That(SuiteTable.Table(result).Select(Squeeze), Is.EqualTo(expected));
    }

    [TestCase(15, 20, 0, true)]
    [TestCase(15.1, 20, 0, false)]
    [TestCase(14, 13.9, 0, false)]
    [TestCase(14, 20, 0.001, false)]
    public void Ours_must_keep_the_time_named_be_no_slower_than_any_peer_and_allocate_nothing(
        double own, double peer, double bytes, bool isMet)
    {
        SuiteResult result = Result(("yield:work", [own], bytes), ("yield:tokio-multi", [peer], null));

        Assert.That(result.IsMet(result.Rows[0], CoreDistance.Near), Is.EqualTo(isMet));
        Assert.That(result.IsMet(result.Rows[1], CoreDistance.Near), Is.Null);
    }

    [Test]
    public void A_discipline_may_be_slower_than_a_queue_that_promises_less()
    {
        SuiteResult result = Result(("choice:lottery", [80], 0), ("choice:dotnet-priority-queue", [20], 0));

        Assert.That(result.IsMet(result.Rows[0], CoreDistance.Near), Is.True);
    }

    [Test]
    public void Near_and_far_cores_have_rows_of_their_own_and_moved_ones_none()
    {
        SuiteFigure figure = Figure("bus:bus");
        SuiteRecord record = new();
        record.Add(figure, CoreDistance.Near, 250, 0);
        record.Add(figure, CoreDistance.Far, 900, 0);
        record.Add(figure, CoreDistance.Mixed, 500, 0);
        SuiteOptions options = new(ReactorCatalog.Suite);
        SuiteResult result = new(options, record.Rows(options), new Dictionary<string, string>(), [], null);

        string[] expected =
        [
            "message to another core and back, both awake, median",
            " expected ns floor peer bytes",
            " bus, near cores 1.20 floor 250 0 met",
            " bus, far cores 1.20 floor 900 0 met",
            "",
        ];
        Assert.That(SuiteTable.Table(result).Select(Squeeze), Is.EqualTo(expected));
        Assert.That(SuiteTable.Describe(result), Has.Some.Contains("meanwhile: 1 values."));
    }

    [Test]
    public void What_was_left_out_and_who_else_used_the_machine_is_said()
    {
        SuiteResult result = Result(("yield:work", [10], 0)) with { Notes = ["tokio, for want of cargo."], Shared = 0.2 };

        string text = string.Join('\n', SuiteTable.Describe(result));
        Assert.That(text, Does.Contain("Left out: tokio, for want of cargo.").And.Contain("others used 20%")
            .And.Contain("Warning").And.Contain("1 of 1 figures are as expected"));
    }

    [Test]
    public void The_file_has_each_row()
    {
        JsonNode json = JsonNode.Parse(SuiteJson.Write(Result(("join:async", [50, 60], 0))))!;

        JsonNode row = json["rows"]![0]!;
        Assert.That(
            ((string?)row["name"], (double?)row["near"]!["median"], (double?)row["bytes"]),
            Is.EqualTo(("join:async", (double?)55, (double?)0)));
    }

    private static SuiteFigure Figure(string name) =>
        ReactorCatalog.Suite.Figures.Single(figure => figure.Name == name);

    private static SuiteResult Result(params (string Name, double[] Times, double? Bytes)[] values)
    {
        SuiteRecord record = new();
        int rounds = 0;
        foreach ((string name, double[] times, double? bytes) in values)
        {
            rounds = Math.Max(rounds, times.Length);
            Array.ForEach(times, time => record.Add(Figure(name), CoreDistance.Near, time, bytes));
        }

        SuiteOptions options = new(ReactorCatalog.Suite) { Rounds = rounds };
        return new SuiteResult(options, record.Rows(options), new Dictionary<string, string>(), [], null);
    }

    private static string Squeeze(string line) =>
        (line.StartsWith(' ') ? " " : "") + string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
