using System.Collections.Concurrent;
using Enso.Queues;

namespace Enso.Tests.Queues.Ownership;

/// <summary>A pool used by many threads at once.</summary>
[TestFixture]
public sealed class PoolStressTests
{
    private const int Threads = 4;
    private const int Rounds = 20_000;

    private readonly ConcurrentQueue<Exception> _failures = new();

    [SetUp]
    public void Forget() => _failures.Clear();

    private sealed class Message
    {
        /// <summary>How many threads believe that they own it.</summary>
        public int Owners;
    }

    [Test]
    public void No_message_has_two_owners_when_threads_rent_and_return([Values(1, 2, 3, 16)] int capacity)
    {
        using Pool<Message> pool = new(capacity, () => new Message());
        OnThreads(_ =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                if (pool.TryRent(out Owned<Message> message))
                {
                    Assert.That(Interlocked.Increment(ref message.Value.Owners), Is.EqualTo(1));
                    Interlocked.Decrement(ref message.Value.Owners);
                    message.Dispose();
                }
            }
        });
        Assert.That((pool.Free, pool.Rented), Is.EqualTo((capacity, 0)));
        Assert.That(pool.HighWaterMark, Is.InRange(1, Math.Min(capacity, Threads)));
    }

    [Test]
    public void Messages_returned_by_other_threads_than_rented_them_all_come_back()
    {
        const int capacity = 8;
        using Pool<Message> pool = new(capacity, () => new Message());
        ConcurrentQueue<Owned<Message>> sent = new();
        int received = 0;
        OnThreads(thread =>
        {
            SpinWait wait = new();
            if (thread % 2 == 0)
            {
                for (int i = 0; i < Rounds; i++)
                {
                    Owned<Message> message;
                    while (!pool.TryRent(out message))
                    {
                        StopIfAnotherFailed();
                        wait.SpinOnce();
                    }
                    Assert.That(Interlocked.Increment(ref message.Value.Owners), Is.EqualTo(1));
                    sent.Enqueue(message.Transfer());
                }
                return;
            }
            while (Volatile.Read(ref received) < Threads / 2 * Rounds)
            {
                if (!sent.TryDequeue(out Owned<Message> message))
                {
                    StopIfAnotherFailed();
                    wait.SpinOnce();
                    continue;
                }
                Assert.That(Interlocked.Decrement(ref message.Value.Owners), Is.Zero);
                message.Dispose();
                Interlocked.Increment(ref received);
            }
        });
        Assert.That((pool.Free, pool.Rented, sent.Count), Is.EqualTo((capacity, 0, 0)));
    }

    [Test]
    public void Of_threads_that_dispose_copies_of_one_handle_exactly_one_succeeds()
    {
        using Pool<Message> pool = new(1, () => new Message());
        Owned<Message>[] shared = new Owned<Message>[1];
        int succeeded = 0;
        using Barrier barrier = new(Threads, _ => shared[0] = pool.Rent());
        OnThreads(_ =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                barrier.SignalAndWait();
                try
                {
                    shared[0].Dispose();
                    Interlocked.Increment(ref succeeded);
                }
                catch (OwnershipException)
                {
                    // Another thread was first: that is what the other side counts.
                }
            }
        });
        Assert.That((succeeded, pool.Free), Is.EqualTo((2_000, 1)));
    }

    private void StopIfAnotherFailed()
    {
        if (!_failures.IsEmpty)
        {
            Assert.Fail("another thread failed");
        }
    }

    private void OnThreads(Action<int> body)
    {
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                body(i);
            }
            catch (Exception e)
            {
                _failures.Enqueue(e);
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.That(_failures, Is.Empty);
    }
}
