using System.Diagnostics;

namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary><see cref="SemaphoreSlim"/>, <see cref="Semaphore"/> and <see cref="Mutex"/>.</summary>
internal static class SemaphoreTests
{
    [KernelTest]
    internal static void A_slim_semaphore_counts_down_and_up_to_its_maximum()
    {
        using SemaphoreSlim semaphore = new(2, 3);
        semaphore.Wait();
        Check.Equal(1, semaphore.CurrentCount);
        Check.That(semaphore.Wait(0));
        Check.That(!semaphore.Wait(0));
        Check.Equal(0, semaphore.Release(3));
        Check.Equal(3, semaphore.CurrentCount);
        Check.Throws<SemaphoreFullException>(() => semaphore.Release());
        Check.Throws<ArgumentOutOfRangeException>(() => semaphore.Release(0));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(new SemaphoreSlim(4, 3)));
    }

    [KernelTest]
    internal static void A_slim_semaphore_lets_in_no_more_than_its_count()
    {
        using SemaphoreSlim semaphore = new(3);
        int inside = 0;
        int most = 0;
        Worker.RunMany(8, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                semaphore.Wait();
                int now = Interlocked.Increment(ref inside);
                for (int seen = most; now > seen; seen = most)
                {
                    Interlocked.CompareExchange(ref most, now, seen);
                }
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                semaphore.Release();
            }
        });
        Check.That(most <= 3, $"{most} inside");
        Check.Equal(3, semaphore.CurrentCount);
    }

    [KernelTest]
    internal static void Asynchronous_waiters_of_a_slim_semaphore_are_let_in_first_come_first()
        => Worker.Complete(async () =>
        {
            using SemaphoreSlim semaphore = new(0);
            Task<bool>[] waiters = new Task<bool>[5];
            for (int i = 0; i < waiters.Length; i++)
            {
                waiters[i] = semaphore.WaitAsync(Timeout.Infinite);
            }
            for (int i = 0; i < waiters.Length; i++)
            {
                Check.That(!waiters[i].IsCompleted);
                semaphore.Release();
                Check.That(await waiters[i]);
            }
            Check.Equal(0, semaphore.CurrentCount);
        });

    [KernelTest]
    internal static void Waits_for_a_slim_semaphore_end_by_time_or_cancellation()
        => Worker.Complete(async () =>
        {
            using SemaphoreSlim semaphore = new(0);
            long start = Stopwatch.GetTimestamp();
            Check.That(!await semaphore.WaitAsync(20));
            // Timers count whole milliseconds, so that the first of the twenty may be a short one.
            Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 19);
            Check.That(!semaphore.Wait(5));
            using CancellationTokenSource source = new();
            Task asynchronous = semaphore.WaitAsync(source.Token);
            Worker synchronous = Worker.Start(() =>
                Check.Throws<OperationCanceledException>(() => semaphore.Wait(source.Token)));
            synchronous.AwaitBlocked();
            source.Cancel();
            synchronous.Join();
            try
            {
                await asynchronous;
                Check.That(false, "the wait was cancelled");
            }
            catch (OperationCanceledException e)
            {
                Check.That(e.CancellationToken == source.Token);
            }
            // A wait that was given up took nothing.
            semaphore.Release();
            Check.Equal(1, semaphore.CurrentCount);
        });

    [KernelTest]
    internal static void The_handle_of_a_slim_semaphore_is_set_while_it_can_be_entered()
    {
        SemaphoreSlim semaphore = new(1);
        WaitHandle handle = semaphore.AvailableWaitHandle;
        Check.That(handle.WaitOne(0));
        semaphore.Wait();
        Check.That(!handle.WaitOne(0));
        semaphore.Release();
        Check.That(handle.WaitOne(0));
        semaphore.Dispose();
        Check.Throws<ObjectDisposedException>(semaphore.Wait);
    }

    [KernelTest]
    internal static void A_semaphore_wakes_as_many_as_it_is_released_by()
    {
        using Semaphore semaphore = new(0, 10);
        int passed = 0;
        Worker[] workers = new Worker[5];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = Worker.Start(() =>
            {
                semaphore.WaitOne();
                Interlocked.Increment(ref passed);
            });
            workers[i].AwaitBlocked();
        }
        Check.Equal(0, semaphore.Release(2));
        Worker.Await(() => Volatile.Read(ref passed) == 2);
        Check.Equal(3, workers.Count(w => w.Thread.IsAlive && !w.Thread.Join(0)));
        semaphore.Release(3);
        foreach (Worker worker in workers)
        {
            worker.Join();
        }
        Check.Equal(5, passed);
        Check.That(!semaphore.WaitOne(0));
        Check.Throws<SemaphoreFullException>(() => semaphore.Release(11));
    }

    [KernelTest]
    internal static void A_mutex_belongs_to_its_thread_and_recurses()
    {
        using Mutex mutex = new(initiallyOwned: true);
        Check.That(mutex.WaitOne(0));
        Worker.Start(() =>
        {
            Check.That(!mutex.WaitOne(0));
            Check.Throws<ApplicationException>(mutex.ReleaseMutex);
        }).Join();
        mutex.ReleaseMutex();
        Worker.Start(() => Check.That(!mutex.WaitOne(0))).Join();
        mutex.ReleaseMutex();
        Check.Throws<ApplicationException>(mutex.ReleaseMutex);
        Worker.Start(() =>
        {
            Check.That(mutex.WaitOne());
            mutex.ReleaseMutex();
        }).Join();
    }

    [KernelTest]
    internal static void A_mutex_whose_holder_ended_is_abandoned_to_the_next()
    {
        using Mutex mutex = new();
        Worker.Start(() => mutex.WaitOne()).Join();
        AbandonedMutexException e = Check.Throws<AbandonedMutexException>(() => mutex.WaitOne());
        Check.Equal(-1, e.MutexIndex);
        // The exception says that it was abandoned; it is held all the same.
        Worker.Start(() => Check.That(!mutex.WaitOne(0))).Join();
        mutex.ReleaseMutex();
        Check.That(mutex.WaitOne(0));
        mutex.ReleaseMutex();
    }

    [KernelTest]
    internal static void A_mutex_excludes()
    {
        using Mutex mutex = new();
        int count = 0;
        Worker.RunMany(5, _ =>
        {
            for (int i = 0; i < 200; i++)
            {
                mutex.WaitOne();
                count++;
                mutex.ReleaseMutex();
            }
        });
        Check.Equal(1000, count);
    }
}
