using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class SuiteRecordTests
{
    private static readonly SuiteFigure s_figure =
        QueuesCatalog.Suite.Figures.Single(figure => figure.Name == "spsc:link-vec");

    [TestCase(110, 120, CoreDistance.Near)]
    [TestCase(249.9, 249.9, CoreDistance.Near)]
    [TestCase(250, 600, CoreDistance.Far)]
    [TestCase(110, 550, CoreDistance.Mixed)]
    [TestCase(550, 110, CoreDistance.Mixed)]
    public void Cores_are_near_or_far_only_if_both_probes_say_so(
        double before, double after, CoreDistance expected) =>
        Assert.That(SuiteRecord.Classify(before, after), Is.EqualTo(expected));

    [Test]
    public void Values_of_near_and_far_cores_are_kept_apart_and_mixed_ones_dropped()
    {
        SuiteRecord record = new();
        record.Add(s_figure, CoreDistance.Near, 3);
        record.Add(s_figure, CoreDistance.Far, 30);
        record.Add(s_figure, CoreDistance.Near, 2);
        record.Add(s_figure, CoreDistance.Mixed, 900);

        SuiteRow row = record.Rows(new SuiteOptions(QueuesCatalog.Suite)).Single();

        Assert.Multiple(() =>
        {
            Assert.That(row.Figure.Contender, Is.EqualTo("link-vec"));
            Assert.That((row.Near!.Count, row.Near.Maximum), Is.EqualTo((2, 3.0)));
            Assert.That(row.Far!.Median, Is.EqualTo(30));
            Assert.That(row.Dropped, Is.EqualTo(1));
        });
    }

    [Test]
    public void What_was_only_measured_while_the_cores_moved_is_still_a_row()
    {
        SuiteRecord record = new();
        record.Add(s_figure, CoreDistance.Mixed, 900);

        SuiteRow row = record.Rows(new SuiteOptions(QueuesCatalog.Suite)).Single();

        Assert.That((row.Near, row.Far, row.Dropped), Is.EqualTo(((Sample?)null, (Sample?)null, 1)));
    }

    [Test]
    public void Where_one_core_matters_no_round_is_dropped_and_the_fewest_bytes_count()
    {
        SuiteFigure figure = ReactorCatalog.Suite.Figures.First(figure => figure.Name == "yield:work");
        SuiteRecord record = new();
        record.Add(figure, CoreDistance.Mixed, 3, 0.5);
        record.Add(figure, CoreDistance.Far, 5, 0.25);

        SuiteRow row = record.Rows(new SuiteOptions(ReactorCatalog.Suite)).Single();

        Assert.That(
            (row.Near!.Median, row.Far, row.Dropped, row.Bytes), Is.EqualTo((4.0, (Sample?)null, 0, (double?)0.25)));
    }
}
