namespace Enso.Tests.Queues.Streams;

/// <summary>The sample of the page on streams, in a file with implicit usings.</summary>
[TestFixture]
public sealed class StreamSampleTests
{
    [TestCase("SumOfEven")]
    [TestCase("SumOfEvenByDelegates")]
    public void The_sample_gives_what_the_page_says(string method) => Assert.That(
        PageSample.Compile("Streams").GetType("Numbers")!.GetMethod(method)!.Invoke(null, [5L]), Is.EqualTo(20L));
}
