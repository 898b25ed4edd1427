namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary>The runtime's thread pool.</summary>
internal static class ThreadPoolTests
{
    [KernelTest]
    internal static void Every_queued_item_runs_once_with_its_state()
    {
        const int count = 2000;
        int[] runs = new int[count];
        using CountdownEvent done = new(count);
        for (int i = 0; i < count; i++)
        {
            ThreadPool.QueueUserWorkItem(state =>
            {
                Interlocked.Increment(ref runs[state]);
                done.Signal();
            }, i, preferLocal: i % 2 == 0);
        }
        done.Wait();
        Check.That(runs.All(n => n == 1));
    }

    [KernelTest]
    internal static void Items_queued_by_items_are_taken_by_other_threads()
    {
        // Binary splitting: every item queues two more on its own thread's queue, which others steal from.
        int leaves = 0;
        using CountdownEvent done = new(1024);
        void Split(int depth)
        {
            if (depth == 10)
            {
                Interlocked.Increment(ref leaves);
                done.Signal();
                return;
            }
            ThreadPool.UnsafeQueueUserWorkItem(Split, depth + 1, preferLocal: true);
            ThreadPool.UnsafeQueueUserWorkItem(Split, depth + 1, preferLocal: true);
        }
        ThreadPool.UnsafeQueueUserWorkItem(Split, 0, preferLocal: false);
        done.Wait();
        Check.Equal(1024, leaves);
    }

    [KernelTest]
    internal static void A_work_item_object_is_executed()
    {
        using Item item = new();
        Check.That(ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
        item.Done.Wait();
        Check.That(item.OnPool);
    }

    private sealed class Item : IThreadPoolWorkItem, IDisposable
    {
        public ManualResetEventSlim Done { get; } = new();

        public bool OnPool { get; private set; }

        public void Execute()
        {
            OnPool = Thread.CurrentThread.IsThreadPoolThread;
            Done.Set();
        }

        public void Dispose() => Done.Dispose();
    }

    [KernelTest]
    internal static void The_pool_grows_until_items_that_wait_for_each_other_all_run()
    {
        int count = Environment.ProcessorCount + 2;
        ThreadPool.GetMinThreads(out int workers, out int ports);
        Check.That(ThreadPool.SetMinThreads(count, ports));
        try
        {
            using Barrier barrier = new(count);
            using CountdownEvent done = new(count);
            for (int i = 0; i < count; i++)
            {
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    // Ends only when all of them run at once.
                    barrier.SignalAndWait();
                    done.Signal();
                });
            }
            done.Wait();
        }
        finally
        {
            Check.That(ThreadPool.SetMinThreads(workers, ports));
        }
    }

    [KernelTest]
    internal static void A_pool_of_starved_threads_adds_some_without_being_told()
    {
        // One more than the pool keeps by itself: it has to notice that all of them wait.
        int count = Environment.ProcessorCount + 1;
        using CountdownEvent started = new(count);
        using CountdownEvent done = new(count);
        for (int i = 0; i < count; i++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                started.Signal();
                started.Wait();
                done.Signal();
            });
        }
        done.Wait();
        Check.That(ThreadPool.ThreadCount >= count, $"{ThreadPool.ThreadCount} threads");
    }

    [KernelTest]
    internal static void Limits_that_contradict_each_other_are_refused()
    {
        ThreadPool.GetMinThreads(out int least, out int ports);
        ThreadPool.GetMaxThreads(out int most, out int mostPorts);
        ThreadPool.GetAvailableThreads(out int available, out _);
        Check.Equal(Environment.ProcessorCount, least);
        Check.That(most >= least && available <= most && available > 0);
        Check.That(!ThreadPool.SetMaxThreads(0, mostPorts));
        Check.That(!ThreadPool.SetMinThreads(most + 1, ports));
        Check.That(!ThreadPool.SetMinThreads(-1, ports));
        ThreadPool.GetMinThreads(out int after, out _);
        Check.Equal(least, after);
    }

    [KernelTest]
    internal static void A_registered_wait_calls_back_when_its_handle_is_set()
    {
        using AutoResetEvent signal = new(false);
        using AutoResetEvent called = new(false);
        int calls = 0;
        bool timedOutSeen = false;
        RegisteredWaitHandle registration = ThreadPool.RegisterWaitForSingleObject(signal, (state, timedOut) =>
        {
            Interlocked.Increment(ref calls);
            timedOutSeen |= timedOut;
            Check.Equal("state", (string)state!);
            called.Set();
        }, "state", Timeout.Infinite, executeOnlyOnce: false);
        for (int i = 1; i <= 5; i++)
        {
            signal.Set();
            called.WaitOne();
            Check.Equal(i, Volatile.Read(ref calls));
        }
        using ManualResetEvent unregistered = new(false);
        Check.That(registration.Unregister(unregistered));
        unregistered.WaitOne();
        signal.Set();
        Check.That(signal.WaitOne(0), "nobody takes it any more");
        Check.Equal(5, calls);
        Check.That(!timedOutSeen);
    }

    [KernelTest]
    internal static void A_registered_wait_calls_back_when_its_time_is_over()
    {
        using ManualResetEvent never = new(false);
        using CountdownEvent called = new(3);
        RegisteredWaitHandle repeated = ThreadPool.RegisterWaitForSingleObject(never, (_, timedOut) =>
        {
            if (timedOut && !called.IsSet)
            {
                called.Signal();
            }
        }, null, 5, executeOnlyOnce: false);
        called.Wait();
        using ManualResetEvent unregistered = new(false);
        repeated.Unregister(unregistered);
        unregistered.WaitOne();
    }

    [KernelTest]
    internal static void Completed_items_are_counted()
    {
        long before = ThreadPool.CompletedWorkItemCount;
        Task[] tasks = new Task[50];
        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i] = Task.Run(() => { });
        }
        Task.WaitAll(tasks);
        Worker.Await(() => ThreadPool.CompletedWorkItemCount >= before + tasks.Length);
        Check.That(ThreadPool.PendingWorkItemCount >= 0);
    }

    [KernelTest]
    internal static void Long_running_work_does_not_hold_up_the_pool()
    {
        using ManualResetEventSlim release = new();
        Task[] blockers = new Task[Environment.ProcessorCount + 4];
        for (int i = 0; i < blockers.Length; i++)
        {
            blockers[i] = Task.Factory.StartNew(() =>
            {
                Check.That(!Thread.CurrentThread.IsThreadPoolThread);
                release.Wait();
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        int answer = Task.Run(() => 6 * 7).Result;
        release.Set();
        Task.WaitAll(blockers);
        Check.Equal(42, answer);
    }
}
