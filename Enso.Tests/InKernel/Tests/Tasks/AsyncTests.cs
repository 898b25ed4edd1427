using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary>Asynchronous methods: what they await, what flows with them, how they end.</summary>
internal static class AsyncTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    [KernelTest]
    internal static void A_method_goes_on_where_it_stopped_with_its_variables()
        => Worker.Complete(async () =>
        {
            long sum = 0;
            for (int i = 0; i < 100; i++)
            {
                int before = i;
                if (i % 3 == 0)
                {
                    await Task.Yield();
                }
                else if (i % 3 == 1)
                {
                    sum += await Task.Run(() => before * 2);
                }
                Check.Equal(i, before);
            }
            // 2 * (1 + 4 + ... + 97)
            Check.Equal(2L * 33 * (1 + 97) / 2, sum);
        });

    [KernelTest]
    internal static void Exceptions_go_through_awaits_finally_and_filters()
        => Worker.Complete(async () =>
        {
            List<string> order = [];
            async Task Inner()
            {
                try
                {
                    await Task.Yield();
                    throw new FormatException("inner");
                }
                finally
                {
                    await Task.Yield();
                    order.Add("finally");
                }
            }
            async Task<int> Outer()
            {
                try
                {
                    await Inner();
                    return 0;
                }
                catch (FormatException e) when (e.Message == "inner")
                {
                    await Task.Yield();
                    order.Add("caught");
                    return 1;
                }
            }
            Check.Equal(1, await Outer());
            Check.Sequence(["finally", "caught"], order);
        });

    [KernelTest]
    internal static void An_async_local_flows_down_and_not_up()
        => Worker.Complete(async () =>
        {
            s_local.Value = "top";
            async Task Child(int depth)
            {
                Check.Equal(depth == 0 ? "top" : $"level {depth - 1}", s_local.Value);
                s_local.Value = $"level {depth}";
                await Task.Yield();
                if (depth < 5)
                {
                    await Child(depth + 1);
                }
                await Task.Run(() => Check.Equal($"level {depth}", s_local.Value));
                Check.Equal($"level {depth}", s_local.Value);
            }
            await Task.WhenAll(Child(0), Child(0), Child(0));
            Check.Equal("top", s_local.Value);
        });

    [KernelTest]
    internal static void A_deep_asynchronous_recursion_unwinds()
        => Worker.Complete(async () =>
        {
            static async Task<int> Down(int n)
            {
                if (n == 0)
                {
                    await Task.Yield();
                    return 0;
                }
                return await Down(n - 1) + 1;
            }
            Check.Equal(800, await Down(800));
        });

    [KernelTest]
    internal static void An_own_awaiter_decides_when_a_method_goes_on()
    {
        Gate gate = new();
        List<string> order = [];
        async Task Run()
        {
            order.Add("before");
            order.Add(await gate);
            order.Add("after");
        }
        Task task = Run();
        Check.Sequence(["before"], order);
        gate.Open("through");
        Check.That(task.IsCompletedSuccessfully);
        Check.Sequence(["before", "through", "after"], order);
    }

    private sealed class Gate : ICriticalNotifyCompletion
    {
        private Action? _continuation;
        private string _result = "";

        public bool IsCompleted { get; private set; }

        public Gate GetAwaiter() => this;

        public string GetResult() => _result;

        public void OnCompleted(Action continuation) => _continuation = continuation;

        public void UnsafeOnCompleted(Action continuation) => _continuation = continuation;

        public void Open(string result)
        {
            _result = result;
            IsCompleted = true;
            _continuation?.Invoke();
        }
    }

    [KernelTest]
    internal static void A_synchronization_context_gets_continuations_unless_told_otherwise()
    {
        Loop loop = new();
        List<string> seen = [];
        Worker worker = Worker.Start(() => loop.Run(async () =>
        {
            int home = Environment.CurrentManagedThreadId;
            await Task.Yield();
            seen.Add(home == Environment.CurrentManagedThreadId ? "home" : "away");
            await Task.Run(() => { });
            seen.Add(home == Environment.CurrentManagedThreadId ? "home" : "away");
            await Task.Run(() => Thread.Sleep(1)).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            seen.Add(home == Environment.CurrentManagedThreadId ? "home" : "away");
        }));
        worker.Join();
        Check.Sequence(["home", "home", "away"], seen);
    }

    /// <summary>Runs what is posted to it on one thread, until its method has ended.</summary>
    private sealed class Loop : SynchronizationContext
    {
        private readonly System.Collections.Concurrent.BlockingCollection<(SendOrPostCallback, object?)> _posted = [];

        public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

        public void Run(Func<Task> body)
        {
            SetSynchronizationContext(this);
            Task task = body();
            task.ContinueWith(_ => _posted.CompleteAdding(), TaskScheduler.Default);
            foreach ((SendOrPostCallback callback, object? state) in _posted.GetConsumingEnumerable())
            {
                callback(state);
            }
            SetSynchronizationContext(null);
            task.GetAwaiter().GetResult();
        }
    }

    [KernelTest]
    internal static void Asynchronous_disposal_runs_in_reverse_order_and_is_awaited()
        => Worker.Complete(async () =>
        {
            List<string> order = [];
            await using (new Disposable("first", order))
            await using (new Disposable("second", order).ConfigureAwait(false))
            {
                order.Add("body");
            }
            Check.Sequence(["body", "second", "first"], order);
        });

    private sealed class Disposable(string name, List<string> order) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            order.Add(name);
        }
    }

    [KernelTest]
    internal static void An_async_void_method_gives_its_exception_to_its_context()
    {
        Catching context = new();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            Fail();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
        Check.Equal("void", context.Caught!.Message);
        Check.Equal("started,completed", string.Join(',', context.Operations));
    }

    private static async void Fail()
    {
        await Task.CompletedTask;
        throw new InvalidOperationException("void");
    }

    private sealed class Catching : SynchronizationContext
    {
        public Exception? Caught { get; private set; }

        public List<string> Operations { get; } = [];

        public override void Post(SendOrPostCallback d, object? state)
        {
            try
            {
                d(state);
            }
            catch (InvalidOperationException e)
            {
                Caught = e;
            }
        }

        public override void OperationStarted() => Operations.Add("started");

        public override void OperationCompleted() => Operations.Add("completed");
    }
}
