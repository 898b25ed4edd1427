using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary>How tasks end: results, exceptions, cancellation, time limits, and waits for several.</summary>
internal static class TaskCompletionTests
{
    [KernelTest]
    internal static void A_completion_source_ends_its_task_once()
    {
        TaskCompletionSource<int> source = new();
        Check.Equal(TaskStatus.WaitingForActivation, source.Task.Status);
        int winners = 0;
        Worker.RunMany(6, i =>
        {
            if (source.TrySetResult(i))
            {
                Interlocked.Increment(ref winners);
            }
        });
        Check.Equal(1, winners);
        Check.That(source.Task.IsCompletedSuccessfully);
        Check.Throws<InvalidOperationException>(() => source.SetResult(9));
        Check.That(!source.TrySetException(new IOException()) && !source.TrySetCanceled());
    }

    [KernelTest]
    internal static void A_wait_throws_all_exceptions_and_an_await_the_first()
        => Worker.Complete(async () =>
        {
            TaskCompletionSource source = new();
            source.SetException([new IOException("one"), new FormatException("two")]);
            AggregateException all = Check.Throws<AggregateException>(source.Task.Wait);
            Check.Equal("one,two", string.Join(',', all.InnerExceptions.Select(e => e.Message)));
            IOException first = await Check.ThrowsAsync<IOException>(() => source.Task);
            Check.Equal("one", first.Message);
            await source.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            all.Handle(e => e is IOException or FormatException);
            AggregateException rest = Check.Throws<AggregateException>(() => all.Handle(e => e is IOException));
            Check.Equal("two", rest.InnerException!.Message);
        });

    [KernelTest]
    internal static void When_all_gives_all_results_in_order_or_all_failures()
        => Worker.Complete(async () =>
        {
            TaskCompletionSource<string>[] sources = [new(), new(), new()];
            Task<string[]> all = Task.WhenAll(sources.Select(s => s.Task));
            sources[2].SetResult("c");
            sources[0].SetResult("a");
            Check.That(!all.IsCompleted);
            sources[1].SetResult("b");
            Check.Equal("a,b,c", string.Join(',', await all));
            Task failing = Task.WhenAll(Task.FromException(new IOException("x")), Task.FromResult(1),
                Task.FromException(new FormatException("y")));
            await failing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Check.Equal("x,y", string.Join(',', failing.Exception!.InnerExceptions.Select(e => e.Message)));
            Check.Equal(0, (await Task.WhenAll(Array.Empty<Task<int>>())).Length);
        });

    [KernelTest]
    internal static void When_any_gives_the_first_to_end_and_when_each_all_in_that_order()
        => Worker.Complete(async () =>
        {
            TaskCompletionSource<int>[] sources = [new(), new(), new(), new()];
            Task<int>[] tasks = [.. sources.Select(s => s.Task)];
            Task<Task<int>> any = Task.WhenAny(tasks);
            // The first step registers with all of them; from then on what counts is the order of their ends.
            await using IAsyncEnumerator<Task<int>> each = Task.WhenEach(tasks).GetAsyncEnumerator();
            ValueTask<bool> step = each.MoveNextAsync();
            sources[2].SetResult(2);
            sources[0].SetException(new IOException());
            sources[3].SetCanceled();
            sources[1].SetResult(1);
            Check.That(ReferenceEquals(tasks[2], await any));
            foreach (int expected in new[] { 2, 0, 3, 1 })
            {
                Check.That(await step);
                Check.That(ReferenceEquals(tasks[expected], each.Current));
                step = each.MoveNextAsync();
            }
            Check.That(!await step);
            Check.That(tasks[0].Exception!.InnerException is IOException);
            Check.Equal(1, Task.WaitAny([new TaskCompletionSource().Task, tasks[1]]));
        });

    [KernelTest]
    internal static void Cancellation_before_during_and_after_a_task()
        => Worker.Complete(async () =>
        {
            using CancellationTokenSource source = new();
            using SemaphoreSlim inside = new(0);
            Task during = Task.Run(async () =>
            {
                inside.Release();
                await Task.Delay(Timeout.Infinite, source.Token);
            });
            Task after = Task.Run(() => 1, source.Token);
            await after;
            await inside.WaitAsync();
            await source.CancelAsync();
            await Check.ThrowsAsync<TaskCanceledException>(() => during);
            Check.That(during.IsCanceled && after.IsCompletedSuccessfully);
            bool ran = false;
            Task before = Task.Run(() => ran = true, source.Token);
            await Check.ThrowsAsync<TaskCanceledException>(() => before);
            Check.That(!ran);
            // Cancelled is a task that throws for its own token; for another's it has failed.
            Task own = Task.Run(source.Token.ThrowIfCancellationRequested);
            await own.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Check.Equal(TaskStatus.Faulted, own.Status);
            Check.That(own.Exception!.InnerException is OperationCanceledException);
        });

    [KernelTest]
    internal static void Registered_callbacks_run_last_first_and_linked_sources_together()
    {
        List<int> order = [];
        using CancellationTokenSource first = new();
        using CancellationTokenSource second = new();
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(first.Token, second.Token);
        for (int i = 0; i < 4; i++)
        {
            int number = i;
            first.Token.Register(() => order.Add(number));
        }
        CancellationTokenRegistration removed = first.Token.Register(() => order.Add(99));
        Check.That(removed.Unregister());
        Check.That(!linked.IsCancellationRequested);
        first.Cancel();
        Check.That(linked.IsCancellationRequested && !second.IsCancellationRequested);
        Check.Equal("3,2,1,0", string.Join(',', order));
        first.Token.Register(() => order.Add(7));
        // A callback for what has happened runs at once.
        Check.Equal(7, order[^1]);
        Check.That(!removed.Unregister());
        using CancellationTokenSource throwing = new();
        throwing.Token.Register(() => throw new IOException("a"));
        throwing.Token.Register(() => throw new IOException("b"));
        AggregateException e = Check.Throws<AggregateException>(throwing.Cancel);
        Check.Equal(2, e.InnerExceptions.Count);
        Check.That(!first.TryReset() && second.TryReset());
    }

    [KernelTest]
    internal static void A_source_cancels_itself_not_before_its_time()
        => Worker.Complete(async () =>
        {
            long start = Stopwatch.GetTimestamp();
            using CancellationTokenSource source = new(20);
            await Check.ThrowsAsync<TaskCanceledException>(() => Task.Delay(Timeout.Infinite, source.Token));
            Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 19);
            using CancellationTokenSource postponed = new(20);
            postponed.CancelAfter(Timeout.Infinite);
            await Task.Delay(30);
            Check.That(!postponed.IsCancellationRequested);
        });

    [KernelTest]
    internal static void A_wait_with_a_limit_leaves_the_task_alone()
        => Worker.Complete(async () =>
        {
            TaskCompletionSource<int> source = new();
            await Check.ThrowsAsync<TimeoutException>(() => source.Task.WaitAsync(TimeSpan.FromMilliseconds(5)));
            using CancellationTokenSource cancellation = new();
            Task<int> cancelled = source.Task.WaitAsync(cancellation.Token);
            cancellation.Cancel();
            await Check.ThrowsAsync<TaskCanceledException>(() => cancelled);
            Task<int> patient = source.Task.WaitAsync(TimeSpan.FromMinutes(1));
            Check.That(!source.Task.Wait(1) && !source.Task.IsCompleted);
            source.SetResult(5);
            Check.Equal(5, await patient);
        });

    [KernelTest]
    internal static void An_exception_that_nobody_looked_at_is_reported()
    {
        // By message, because other tests may leave such tasks too.
        const string message = "unobserved, as planned";
        int reported = 0;
        void Handler(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.InnerException?.Message == message)
            {
                Interlocked.Increment(ref reported);
            }
            e.SetObserved();
        }
        TaskScheduler.UnobservedTaskException += Handler;
        try
        {
            LeaveFailedTask(message);
            Worker.Await(() =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Volatile.Read(ref reported) != 0;
            });
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Handler;
        }
        Check.Equal(1, reported);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveFailedTask(string message)
        => ((IAsyncResult)Task.Run(() => throw new InvalidOperationException(message))).AsyncWaitHandle.WaitOne();
}
