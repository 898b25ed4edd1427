using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Exceptions across async methods, awaits and tasks.</summary>
internal static class ExceptionAsyncTests
{
    /// <summary>Runs an async test to its end; what it throws is thrown here.</summary>
    private static void Run(Func<Task> test) => test().GetAwaiter().GetResult();

    private static async Task Fail(string message, int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            await Task.Yield();
        }
        throw new InvalidOperationException(message);
    }

    [KernelTest]
    internal static void An_exception_before_and_after_the_first_await_is_in_the_task() => Run(async () =>
    {
        foreach (int yields in (int[])[0, 1, 5])
        {
            Task task = Fail($"after {yields}", yields);
            string caught = "";
            try
            {
                await task;
            }
            catch (InvalidOperationException e)
            {
                caught = e.Message;
            }
            Check.Equal($"after {yields}", caught);
            Check.That(task.IsFaulted);
            Check.Equal(caught, task.Exception!.InnerExceptions.Single().Message);
        }
    });

    [KernelTest]
    internal static void Waiting_for_all_throws_one_and_keeps_all() => Run(async () =>
    {
        Task all = Task.WhenAll(Fail("0", 3), Fail("1", 0), Task.CompletedTask, Fail("2", 1));
        string thrown = "";
        try
        {
            await all;
        }
        catch (InvalidOperationException e)
        {
            thrown = e.Message;
        }
        // They are kept in the order in which their tasks ended, and the first of them is thrown.
        Check.Equal(all.Exception!.InnerExceptions[0].Message, thrown);
        Check.Equal("0,1,2", string.Join(',', all.Exception!.InnerExceptions.Select(e => e.Message).Order()));
    });

    [KernelTest]
    internal static void Awaits_inside_catch_and_finally_keep_the_exception() => Run(async () =>
    {
        List<string> order = [];
        async Task Middle()
        {
            try
            {
                await Fail("kept", 2);
            }
            catch (InvalidOperationException e) when (e.Message == "kept")
            {
                order.Add("catch");
                await Task.Yield();
                order.Add("rethrow");
                throw;
            }
            finally
            {
                await Task.Yield();
                order.Add("finally");
            }
        }

        try
        {
            await Middle();
        }
        catch (InvalidOperationException e)
        {
            Check.That(e.StackTrace!.Contains("ExceptionAsyncTests.<Fail>", StringComparison.Ordinal), e.StackTrace);
            order.Add(e.Message);
        }
        Check.Equal("catch rethrow finally kept", string.Join(' ', order));
    });

    [KernelTest]
    internal static void An_exception_passes_a_hundred_awaits() => Run(async () =>
    {
        async Task<int> Deep(int left)
        {
            await Task.Yield();
            return left == 0 ? throw new FormatException("deep") : await Deep(left - 1) + 1;
        }

        string caught = "";
        try
        {
            await Deep(100);
        }
        catch (FormatException e)
        {
            caught = e.Message;
        }
        Check.Equal("deep", caught);
    });

    [KernelTest]
    internal static void Cancellation_is_a_state_of_its_own() => Run(async () =>
    {
        using CancellationTokenSource source = new();
        async Task Work()
        {
            await Task.Yield();
            source.Token.ThrowIfCancellationRequested();
            await Task.Delay(Timeout.Infinite, source.Token);
        }

        Task task = Work();
        source.Cancel();
        CancellationToken token = default;
        try
        {
            await task;
        }
        catch (OperationCanceledException e)
        {
            token = e.CancellationToken;
        }
        Check.Equal(source.Token, token);
        Check.That(task.IsCanceled && !task.IsFaulted);
        Check.Equal(null, task.Exception);
    });

    private static async IAsyncEnumerable<int> Stream(List<string> order,
        [EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            for (int i = 0; ; i++)
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
                yield return i == 3 ? throw new FormatException("three") : i;
            }
        }
        finally
        {
            await Task.Yield();
            order.Add("disposed");
        }
    }

    [KernelTest]
    internal static void An_async_stream_throws_to_its_consumer_after_its_finally_block() => Run(async () =>
    {
        List<string> order = [];
        try
        {
            await foreach (int number in Stream(order))
            {
                order.Add($"{number}");
            }
        }
        catch (FormatException e)
        {
            order.Add(e.Message);
        }
        Check.Equal("0 1 2 disposed three", string.Join(' ', order));
        order.Clear();
        await foreach (int number in Stream(order))
        {
            order.Add($"{number}");
            break;
        }
        Check.Equal("0 disposed", string.Join(' ', order));
    });

    private sealed class AsyncResource(string name, List<string> order) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            order.Add(name);
        }
    }

    [KernelTest]
    internal static void Async_resources_are_disposed_in_reverse_order_when_an_exception_passes() => Run(async () =>
    {
        List<string> order = [];
        try
        {
            await using AsyncResource first = new("first", order);
            await using AsyncResource second = new("second", order);
            await Fail("x", 1);
        }
        catch (InvalidOperationException)
        {
            order.Add("catch");
        }
        Check.Equal("second first catch", string.Join(' ', order));
    });

    [KernelTest]
    internal static void A_value_task_carries_exceptions_like_a_task() => Run(async () =>
    {
        async ValueTask<int> Compute(bool late)
        {
            if (late)
            {
                await Task.Yield();
            }
            return Opaque.Null<string>().Length;
        }

        foreach (bool late in (bool[])[false, true])
        {
            bool caught = false;
            try
            {
                await Compute(late);
            }
            catch (NullReferenceException)
            {
                caught = true;
            }
            Check.That(caught);
        }
    });

    [KernelTest]
    internal static void Continuations_run_by_how_the_task_ended() => Run(async () =>
    {
        Task failed = Fail("c", 1);
        string message = await failed.ContinueWith(t => t.Exception!.InnerException!.Message,
            TaskContinuationOptions.OnlyOnFaulted);
        Check.Equal("c", message);
        Task skipped = failed.ContinueWith(_ => { }, TaskContinuationOptions.OnlyOnRanToCompletion);
        bool canceled = false;
        try
        {
            await skipped;
        }
        catch (TaskCanceledException)
        {
            canceled = true;
        }
        Check.That(canceled && skipped.IsCanceled);
    });

    [KernelTest]
    internal static void An_exception_that_nobody_looked_at_is_announced_when_its_task_is_collected()
    {
        string message = "";
        void Announced(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            e.SetObserved();
            Volatile.Write(ref message, e.Exception.InnerException!.Message);
        }

        TaskScheduler.UnobservedTaskException += Announced;
        try
        {
            Abandon();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Check.Equal("abandoned", Volatile.Read(ref message));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Announced;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon()
    {
        Task task = Fail("abandoned", 0);
        Check.That(task.IsFaulted);
    }

    private sealed class RecordingContext : SynchronizationContext
    {
        public List<Exception> Exceptions { get; } = [];

        public int Operations { get; private set; }

        public override void OperationStarted() => Operations++;

        public override void OperationCompleted() => Operations--;

        public override void Post(SendOrPostCallback callback, object? state)
        {
            try
            {
                callback(state);
            }
            catch (InvalidOperationException e)
            {
                Exceptions.Add(e);
            }
        }
    }

    private static async void Forget()
    {
        await Task.CompletedTask;
        throw new InvalidOperationException("forgotten");
    }

    [KernelTest]
    internal static void An_async_void_methods_exception_goes_to_its_context()
    {
        RecordingContext context = new();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            Forget();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
        Check.Equal("forgotten", context.Exceptions.Single().Message);
        Check.Equal(0, context.Operations);
    }

    [KernelTest]
    internal static void A_parallel_loop_gathers_what_its_bodies_throw()
    {
        AggregateException all = Check.Throws<AggregateException>(() => Parallel.For(0, 100, i =>
        {
            if (i % 10 == 3)
            {
                throw new FormatException($"{i}");
            }
        }));
        Check.That(all.InnerExceptions.Count is >= 1 and <= 10, $"{all.InnerExceptions.Count}");
        Check.That(all.InnerExceptions.All(e => e is FormatException && int.Parse(e.Message) % 10 == 3));
    }

    [KernelTest]
    internal static void A_completion_source_passes_on_every_exception_it_is_given() => Run(async () =>
    {
        TaskCompletionSource<int> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> task = source.Task;
        source.SetException([new FormatException("1"), new ArgumentException("2")]);
        Check.That(!source.TrySetResult(3));
        Type? caught = null;
        try
        {
            await task;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            caught = e.GetType();
        }
        Check.Equal(typeof(FormatException), caught);
        Check.Equal(2, task.Exception!.InnerExceptions.Count);
    });
}
