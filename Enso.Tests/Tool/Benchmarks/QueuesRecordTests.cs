using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class QueuesRecordTests
{
    [TestCase(110, 120, QueuesDistance.Near)]
    [TestCase(249.9, 249.9, QueuesDistance.Near)]
    [TestCase(250, 600, QueuesDistance.Far)]
    [TestCase(110, 550, QueuesDistance.Mixed)]
    [TestCase(550, 110, QueuesDistance.Mixed)]
    public void Cores_are_near_or_far_only_if_both_probes_say_so(
        double before, double after, QueuesDistance expected) =>
        Assert.That(QueuesRecord.Classify(before, after), Is.EqualTo(expected));

    [Test]
    public void Values_of_near_and_far_cores_are_kept_apart_and_mixed_ones_dropped()
    {
        QueuesRecord record = new();
        record.Add("spsc:link-vec", QueuesDistance.Near, 3);
        record.Add("spsc:link-vec", QueuesDistance.Far, 30);
        record.Add("spsc:link-vec", QueuesDistance.Near, 2);
        record.Add("spsc:link-vec", QueuesDistance.Mixed, 900);

        QueuesRow row = record.Rows(new QueuesOptions()).Single();

        Assert.Multiple(() =>
        {
            Assert.That(row.Queue.Name, Is.EqualTo("link-vec"));
            Assert.That((row.Near!.Count, row.Near.Maximum), Is.EqualTo((2, 3.0)));
            Assert.That(row.Far!.Median, Is.EqualTo(30));
            Assert.That(row.Dropped, Is.EqualTo(1));
        });
    }

    [Test]
    public void What_was_only_measured_while_the_cores_moved_is_still_a_row()
    {
        QueuesRecord record = new();
        record.Add("spsc:link-vec", QueuesDistance.Mixed, 900);

        QueuesRow row = record.Rows(new QueuesOptions()).Single();

        Assert.That((row.Near, row.Far, row.Dropped), Is.EqualTo(((Sample?)null, (Sample?)null, 1)));
    }
}
