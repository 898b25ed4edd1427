using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary><see cref="ValueTask"/>, sources that are used again, pooled builders and asynchronous streams.</summary>
internal static class ValueTaskTests
{
    [KernelTest]
    internal static void A_value_task_of_a_result_needs_no_task()
    {
        ValueTask<int> value = new(5);
        Check.That(value.IsCompletedSuccessfully);
        Check.Equal(5, value.Result);
        // The first call may prepare what the others use.
        Check.Equal(7, Completed(7).Result);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int sum = 0;
        for (int i = 0; i < 1000; i++)
        {
            sum += Completed(i).Result;
        }
        Check.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Check.Equal(499500, sum);
        Check.That(ValueTask.FromCanceled(new CancellationToken(true)).IsCanceled);
        Check.That(ValueTask.FromException(new IOException()).IsFaulted);
    }

    private static async ValueTask<int> Completed(int value)
    {
        await default(ValueTask);
        return value;
    }

    [KernelTest]
    internal static void A_source_is_used_again_and_an_old_task_of_it_is_refused()
        => Worker.Complete(async () =>
        {
            Source source = new();
            for (int i = 0; i < 50; i++)
            {
                ValueTask<int> task = source.Begin();
                Task<int> consumer = Consume(task);
                if (i % 2 == 0)
                {
                    source.End(i);
                }
                else
                {
                    source.Fail(new FormatException($"{i}"));
                }
                int result = i % 2 == 0
                    ? await consumer
                    : int.Parse((await Check.ThrowsAsync<FormatException>(() => consumer)).Message);
                Check.Equal(i, result);
                _ = source.Begin();
                Check.Throws<InvalidOperationException>(() => GC.KeepAlive(task.IsCompleted));
            }
            static async Task<int> Consume(ValueTask<int> task) => await task;
        });

    private sealed class Source : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core = new() { RunContinuationsAsynchronously = true };

        public ValueTask<int> Begin()
        {
            _core.Reset();
            return new ValueTask<int>(this, _core.Version);
        }

        public void End(int result) => _core.SetResult(result);

        public void Fail(Exception exception) => _core.SetException(exception);

        public int GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token,
            ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
    }

    [KernelTest]
    internal static void Pooled_state_machines_give_the_right_results_under_contention()
        => Worker.Complete(async () =>
        {
            Task<long>[] runs = new Task<long>[4];
            for (int i = 0; i < runs.Length; i++)
            {
                int start = i * 1000;
                runs[i] = Task.Run(async () =>
                {
                    long sum = 0;
                    for (int k = 0; k < 300; k++)
                    {
                        sum += await Pooled(start + k);
                    }
                    return sum;
                });
            }
            long[] sums = await Task.WhenAll(runs);
            for (int i = 0; i < sums.Length; i++)
            {
                Check.Equal((300L * i * 1000) + (299 * 300 / 2), sums[i]);
            }
        });

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> Pooled(int value)
    {
        await Task.Yield();
        return value;
    }

    [KernelTest]
    internal static void An_asynchronous_stream_gives_its_elements_in_order_and_cleans_up()
        => Worker.Complete(async () =>
        {
            List<string> log = [];
            await foreach (int i in Count(10, log))
            {
                log.Add($"{i}");
                if (i == 3)
                {
                    break;
                }
            }
            Check.Sequence(["0", "1", "2", "3", "closed"], log);
            log.Clear();
            using CancellationTokenSource source = new();
            OperationCanceledException e = await Check.ThrowsAsync<OperationCanceledException>(async () =>
            {
                await foreach (int i in Count(10, log).WithCancellation(source.Token).ConfigureAwait(false))
                {
                    if (i == 1)
                    {
                        source.Cancel();
                    }
                }
            });
            Check.That(e.CancellationToken == source.Token);
            Check.Sequence(["closed"], log);
        });

    private static async IAsyncEnumerable<int> Count(int to, List<string> log,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        try
        {
            for (int i = 0; i < to; i++)
            {
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
                yield return i;
            }
        }
        finally
        {
            await Task.Yield();
            log.Add("closed");
        }
    }

    [KernelTest]
    internal static void An_asynchronous_stream_blocks_its_consumer_like_any_other()
    {
        int[] all = [.. Count(5, []).ToBlockingEnumerable()];
        Check.Sequence([0, 1, 2, 3, 4], all);
    }
}
