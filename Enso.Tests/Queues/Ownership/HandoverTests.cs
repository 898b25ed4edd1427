using Enso.Queues;

namespace Enso.Tests.Queues.Ownership;

/// <summary>What publishing does to an item that may or may not be a message.</summary>
[TestFixture]
public sealed class HandoverTests
{
    [Test]
    public void A_message_of_a_class_changes_hands() => AssertChangesHands(() => "text");

    [Test]
    public void A_message_that_is_a_structure_changes_hands() => AssertChangesHands(() => (1, 2L));

    [Test]
    public void Anything_else_stays_as_it_is()
    {
        int number = 5;
        Handover<int>.Send(ref number);
        string text = "text";
        Handover<string>.Send(ref text);
        Assert.That((number, text), Is.EqualTo((5, "text")));
    }

    [Test]
    public void An_empty_handle_is_refused()
    {
        Owned<int>[] empty = [default];
        Assert.That(
            () => Handover<Owned<int>>.Send(ref empty[0]),
            Throws.InstanceOf<OwnershipException>().With.Message.Contains("empty"));
    }

    private static void AssertChangesHands<T>(Func<T> make)
    {
        using Pool<T> pool = new(1, make);
        Owned<T>[] sender = [pool.Rent()];
        Owned<T>[] receiver = [sender[0]];
        Handover<Owned<T>>.Send(ref receiver[0]);
        Assert.That((sender[0].IsOwner, receiver[0].IsOwner), Is.EqualTo((false, true)));
        Assert.That(
            () => Handover<Owned<T>>.Send(ref sender[0]),
            Throws.InstanceOf<OwnershipException>().With.Message.Contains("sent before"));
        Assert.That(receiver[0].Value, Is.EqualTo(make()));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Handover<Owned<T>>.Send(ref receiver[0]);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        receiver[0].Dispose();
    }
}
