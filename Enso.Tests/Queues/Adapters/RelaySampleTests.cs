using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Queues.Adapters;

/// <summary>The sample of the page on adapters, in a file with implicit usings.</summary>
[TestFixture]
public sealed class RelaySampleTests
{
    [Test]
    public void The_sample_sums_what_went_over_both_queues() => Assert.That(
        PageSample.Compile("Adapters").GetType("Relay")!.GetMethod("SumOverTwoQueues")!
            .Invoke(null, [Enumerable.Range(1, 1000).Select(i => (long)i)]),
        Is.EqualTo(500_500L));
}
