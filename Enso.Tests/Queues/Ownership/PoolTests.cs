using Enso.Queues;

namespace Enso.Tests.Queues.Ownership;

/// <summary>What a pool promises to one thread.</summary>
[TestFixture]
public sealed class PoolTests
{
    private sealed class Order
    {
        public int Id { get; set; }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(Pool<int>.MaximumCapacity + 1)]
    public void A_capacity_that_cannot_be_is_refused_and_the_message_says_what_can(int capacity) => Assert.That(
        () => new Pool<int>(capacity, () => 0),
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(
            $"from 1 to {Pool<int>.MaximumCapacity}"));

    [Test]
    public void A_factory_that_makes_one_object_for_all_is_refused()
    {
        Order shared = new();
        Assert.That(() => new Pool<Order>(2, () => shared), Throws.ArgumentException);
        Assert.That(() => new Pool<Order>(2, () => null!), Throws.ArgumentException);
    }

    [Test]
    public void Each_message_is_rented_once_before_the_pool_is_empty()
    {
        using Pool<Order> pool = new(3, () => new Order());
        Owned<Order>[] rented = [pool.Rent(), pool.Rent(), pool.Rent()];
        Assert.That(rented.Select(m => m.Value), Is.Unique);
        Assert.That(pool.TryRent(out Owned<Order> none), Is.False);
        Assert.That(none.IsEmpty);
        Assert.That(() => pool.Rent().Dispose(), Throws.InstanceOf<PoolExhaustedException>());
        Assert.That(
            (pool.Capacity, pool.Free, pool.Rented, pool.HighWaterMark, pool.ExhaustedCount),
            Is.EqualTo((3, 0, 3, 3, 2L)));
        Array.ForEach(rented, m => m.Dispose());
        Assert.That((pool.Free, pool.Rented, pool.HighWaterMark), Is.EqualTo((3, 0, 3)));
    }

    [Test]
    public void A_structure_is_changed_where_the_pool_keeps_it()
    {
        using Pool<(int A, int B)> pool = new(1, () => (1, 2));
        using (Owned<(int A, int B)> first = pool.Rent())
        {
            first.Value.A = 5;
        }
        using Owned<(int A, int B)> again = pool.Rent();
        Assert.That(again.Value, Is.EqualTo((5, 2)));
    }

    [Test]
    public void A_handle_that_was_disposed_is_dead_and_says_so()
    {
        using Pool<int> pool = new(2, () => 0);
        Owned<int> message = pool.Rent();
        Owned<int> copy = Copy(message);
        message.Dispose();
        Assert.That(copy.IsOwner, Is.False);
        AssertDead(copy, "disposed before");
        Assert.That(pool.Free, Is.EqualTo(2));
    }

    [Test]
    public void A_handle_that_was_sent_is_dead_and_the_new_one_lives()
    {
        using Pool<int> pool = new(2, () => 0);
        Owned<int> message = pool.Rent();
        message.Value = 7;
        Owned<int> copy = Copy(message);
        using (Owned<int> received = message.Transfer())
        {
            AssertDead(copy, "sent before");
            Assert.That((received.Value, received.IsOwner), Is.EqualTo((7, true)));
        }
        AssertDead(copy, "has changed hands again since");
    }

    [Test]
    public void A_dead_handle_does_not_reach_the_next_owner_of_its_slot()
    {
        using Pool<int> pool = new(1, () => 0);
        Owned<int> first = pool.Rent();
        Owned<int> copy = Copy(first);
        first.Dispose();
        using Owned<int> second = pool.Rent();
        AssertDead(copy, "has changed hands again since");
        Assert.That(second.IsOwner);
    }

    [Test]
    public void An_empty_handle_has_no_message_and_nothing_to_return()
    {
        Owned<int> empty = default;
        Assert.That((empty.IsEmpty, empty.IsOwner), Is.EqualTo((true, false)));
        Assert.That(() => Copy(empty).Value, Throws.InstanceOf<OwnershipException>().With.Message.Contains("empty"));
        Assert.That(
            () => Copy(empty).Transfer().Dispose(),
            Throws.InstanceOf<OwnershipException>().With.Message.Contains("empty"));
        Assert.That(() => Copy(empty).Dispose(), Throws.Nothing);
    }

    [Test]
    public void A_pool_disposed_with_messages_out_names_how_many_and_where_they_were_rented()
    {
        Pool<int> pool = new(4, () => 0, recordsPlaces: true);
        Owned<int> kept = pool.Rent("Feed.cs", 12);
        Owned<int> sent = pool.Rent("Book.cs", 34).Transfer();
        pool.Rent("Other.cs", 56).Dispose();
        Assert.That(pool.Dispose, Throws.InstanceOf<MessageLeakException>().With.Message.EqualTo(
            "2 of the pool's 4 messages were never returned: Book.cs:34 (sent since), Feed.cs:12.")
            .Or.With.Message.EqualTo(
            "2 of the pool's 4 messages were never returned: Feed.cs:12, Book.cs:34 (sent since)."));
        Assert.That((pool.Free, pool.Rented), Is.EqualTo((0, 2)));
        kept.Dispose();
        sent.Dispose();
        Assert.That(pool.Rented, Is.Zero);
        Assert.That(() => pool.Rent().Dispose(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(pool.Dispose, Throws.Nothing);
    }

    [Test]
    public void A_pool_disposed_with_all_its_messages_home_says_nothing()
    {
        Pool<int> pool = new(4, () => 0);
        pool.Rent().Dispose();
        Assert.That(pool.Dispose, Throws.Nothing);
    }

    [Test]
    public void An_empty_pool_that_records_places_names_who_holds_its_messages()
    {
        using Pool<int> pool = new(1, () => 0, recordsPlaces: true);
        using Owned<int> held = pool.Rent("Feed.cs", 12);
        Assert.That(
            () => pool.Rent().Dispose(),
            Throws.InstanceOf<PoolExhaustedException>().With.Message.Contains("Feed.cs:12"));
    }

    [Test]
    public void Nothing_is_allocated_once_the_pool_is_made()
    {
        using Pool<Order> pool = new(8, () => new Order());
        long before = 0;
        for (int round = 0; round < 2; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10_000; i++)
            {
                Owned<Order> message = pool.Rent();
                message.Value.Id = i;
                Owned<Order> received = message.Transfer();
                received.Dispose();
                if (pool.TryRent(out Owned<Order> other))
                {
                    other.Dispose();
                }
            }
        }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void AssertDead(Owned<int> handle, string words)
    {
        AssertThrows(() => _ = Copy(handle).Value);
        AssertThrows(() => Copy(handle).Transfer().Dispose());
        AssertThrows(() => Copy(handle).Dispose());

        void AssertThrows(Action use) => Assert.That(
            Assert.Throws<OwnershipException>(use)!.Message, Does.Contain(words));
    }

    /// <summary>A copy that the analyzer knows nothing of, as a program without it could make.</summary>
    private static Owned<int> Copy(Owned<int> handle) => new[] { handle }[0];
}
