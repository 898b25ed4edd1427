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

    [TestCase(0)]
    [TestCase(1)]
    public void An_end_that_is_taken_back_while_others_are_called_may_wait_anew_at_once(int first)
    {
        Publisher<long, Vec<long>> publisher = new(new QueueOptions { Capacity = 8, MaximumReaders = 2 });
        Reader<long, Vec<long>>[] readers = [publisher.Subscribe(), publisher.Subscribe()];
        List<string> called = [];

        // Whoever is called first takes the other's message, and has somebody else wait there.
        for (int i = 0; i < readers.Length; i++)
        {
            int other = (first + i + 1) % readers.Length;
            Assert.That(((IWaitable)readers[(first + i) % readers.Length]).TryArm(() => Swap(other)));
        }

        publisher.Writer.Publish(1);
        Assert.That(called, Is.EqualTo(new[] { "first" }));
        publisher.Writer.Publish(2);
        Assert.That(called, Is.EqualTo(new[] { "first", "second" }), "it is not lost");

        void Swap(int other)
        {
            called.Add("first");
            Assert.That(readers[other].Next(), Is.EqualTo(1));
            Assert.That(((IWaitable)readers[other]).Disarm(), "it was not called yet");
            Assert.That(((IWaitable)readers[other]).TryArm(() => called.Add("second")));
        }
    }
}
