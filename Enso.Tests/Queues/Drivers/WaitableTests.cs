using Enso.Queues;

namespace Enso.Tests.Queues.Drivers;

/// <summary>Ends of queues that call whoever waits at them.</summary>
[TestFixture]
public sealed class WaitableTests
{
    [Test]
    public void An_end_that_waits_already_refuses_to_wait_twice_and_still_calls_once()
    {
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = 4 });
        IWaitable end = link.Reader;
        int called = 0;
        Assert.That(end.TryArm(() => called++));
        Assert.That(
            () => end.TryArm(() => called += 10),
            Throws.InvalidOperationException.With.Message.Contains("waits already"));
        link.Writer.Publish(1);
        Assert.That(called, Is.EqualTo(1));

        Assert.That(link.Reader.Next(), Is.EqualTo(1));
        Assert.That(end.TryArm(() => called += 100), "it waits no more, and may wait again");
        link.Writer.Publish(2);
        link.Writer.Publish(3);
        Assert.That(called, Is.EqualTo(101), "and nobody is counted who does not wait");
        Assert.That(end.Disarm(), Is.False);
    }
}
