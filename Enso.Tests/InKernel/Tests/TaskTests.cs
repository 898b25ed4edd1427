namespace Enso.Tests.InKernel.Tests;

internal static class TaskTests
{
    [KernelTest]
    internal static void Async_methods_await_timers_and_the_thread_pool() => Check.Equal(42, AddUp().Result);

    private static async Task<int> AddUp()
    {
        await Task.Yield();
        await Task.Delay(5);
        int some = await Task.Run(() => 20);
        return some + 22;
    }

    [KernelTest]
    internal static void Parallel_queries_use_all_elements()
        => Check.Equal(332833500, ParallelEnumerable.Range(0, 1000).AsParallel().Select(x => x * x).Sum());

    [KernelTest]
    internal static void A_thousand_tasks_complete()
    {
        int ran = 0;
        Task[] tasks = new Task[1000];
        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i] = Task.Run(() => Interlocked.Increment(ref ran));
        }
        Task.WaitAll(tasks);
        Check.Equal(1000, ran);
    }

    [KernelTest]
    internal static void A_timer_fires_again_and_again()
    {
        using ManualResetEventSlim done = new();
        int fired = 0;
        using Timer timer = new(_ =>
        {
            if (Interlocked.Increment(ref fired) == 5)
            {
                done.Set();
            }
        }, null, 5, 5);
        Check.That(done.Wait(20_000));
    }

    [KernelTest]
    internal static void A_semaphore_wakes_its_waiters()
    {
        using SemaphoreSlim semaphore = new(0);
        Task[] waiters = new Task[4];
        int woken = 0;
        for (int i = 0; i < waiters.Length; i++)
        {
            waiters[i] = Task.Factory.StartNew(() =>
            {
                semaphore.Wait();
                Interlocked.Increment(ref woken);
            }, TaskCreationOptions.LongRunning);
        }
        semaphore.Release(4);
        Check.That(Task.WaitAll(waiters, 20_000));
        Check.Equal(4, woken);
    }
}
