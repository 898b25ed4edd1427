using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Queues.Priorities;

/// <summary>The sample of the page on priorities, in a file with implicit usings.</summary>
[TestFixture]
public sealed class DeskSampleTests
{
    [Test]
    public void The_sample_serves_by_weight()
    {
        List<string> served = (List<string>)PageSample.Compile("Priorities").GetType("Desk")!.GetMethod("Serve")!
            .Invoke(null, null)!;
        Assert.That(served, Has.Count.EqualTo(18));
        Assert.That(
            served[..7],
            Is.EqualTo(Enumerable.Repeat("cancellation", 4).Concat(["order", "order", "report"])));
        Assert.That(served.GroupBy(message => message).Select(group => group.Count()), Is.All.EqualTo(6));
    }
}
