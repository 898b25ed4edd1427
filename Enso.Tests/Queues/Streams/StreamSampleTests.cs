using Enso.Queues;

namespace Enso.Tests.Queues.Streams;

/// <summary>The sample of the page on streams.</summary>
[TestFixture]
public sealed class StreamSampleTests
{
    [Test]
    public void The_sample_gives_what_the_page_says()
    {
        long sum = Enso.Queues.Streams.UnfoldEndless<int, int, Count>(0, default)
            .Filter(new IsMultipleOf(2))
            .Take(5)
            .Fold(0L, default(Add));
        long same = Enso.Queues.Streams.UnfoldEndless(0, n => (n, n + 1)).Filter(n => n % 2 == 0).Take(5)
            .Fold(0L, (a, b) => a + b);
        Assert.That((sum, same), Is.EqualTo((20L, 20L)));
    }
}
