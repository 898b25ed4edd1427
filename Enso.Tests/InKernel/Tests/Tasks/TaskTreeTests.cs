namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary>Continuations, children and schedulers.</summary>
internal static class TaskTreeTests
{
    [KernelTest]
    internal static void Continuations_run_by_how_the_task_before_them_ended()
        => Worker.Complete(async () =>
        {
            using CancellationTokenSource cancelled = new();
            cancelled.Cancel();
            Task<int> ran = Task.Run(() => 20);
            Task failed = Task.Run(() => throw new InvalidOperationException("planned"));
            Task never = Task.Run(() => { }, cancelled.Token);
            Check.Equal(21, await ran.ContinueWith(t => t.Result + 1, TaskContinuationOptions.OnlyOnRanToCompletion));
            Check.Equal("planned", await failed.ContinueWith(t => t.Exception!.InnerException!.Message,
                TaskContinuationOptions.OnlyOnFaulted));
            Check.Equal(TaskStatus.Canceled, await never.ContinueWith(t => t.Status, TaskContinuationOptions.OnlyOnCanceled));
            // One whose condition does not hold is cancelled instead of run.
            Task skipped = ran.ContinueWith(_ => { }, TaskContinuationOptions.OnlyOnFaulted);
            await Check.ThrowsAsync<TaskCanceledException>(() => skipped);
            Check.That(skipped.IsCanceled);
        });

    [KernelTest]
    internal static void Continuations_of_one_task_run_in_the_order_they_were_added()
    {
        TaskCompletionSource source = new();
        List<int> order = [];
        Task[] all = new Task[20];
        for (int i = 0; i < all.Length; i++)
        {
            int number = i;
            all[i] = source.Task.ContinueWith(_ => order.Add(number), TaskContinuationOptions.ExecuteSynchronously);
        }
        source.SetResult();
        Task.WaitAll(all);
        Check.Equal(string.Join(',', Enumerable.Range(0, 20)), string.Join(',', order));
    }

    [KernelTest]
    internal static void A_chain_of_ten_thousand_continuations_does_not_run_out_of_stack()
    {
        TaskCompletionSource<int> source = new();
        Task<int> last = source.Task;
        for (int i = 0; i < 10_000; i++)
        {
            last = last.ContinueWith(t => t.Result + 1, TaskContinuationOptions.ExecuteSynchronously);
        }
        source.SetResult(0);
        Check.Equal(10_000, last.Result);
    }

    [KernelTest]
    internal static void A_parent_ends_after_its_attached_children_and_takes_their_exceptions()
    {
        int children = 0;
        using ManualResetEventSlim release = new();
        Task parent = Task.Factory.StartNew(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                int number = i;
                Task.Factory.StartNew(() =>
                {
                    release.Wait();
                    Interlocked.Increment(ref children);
                    if (number % 2 == 1)
                    {
                        throw new InvalidOperationException($"child {number}");
                    }
                }, CancellationToken.None, TaskCreationOptions.AttachedToParent | TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
            }
        }, TaskCreationOptions.LongRunning);
        Worker.Await(() => parent.Status == TaskStatus.WaitingForChildrenToComplete);
        release.Set();
        AggregateException e = Check.Throws<AggregateException>(parent.Wait);
        Check.Equal(5, children);
        Check.Equal("child 1,child 3", string.Join(',', e.Flatten().InnerExceptions.Select(x => x.Message).Order()));
    }

    [KernelTest]
    internal static void The_last_of_a_group_continues_when_all_are_there()
    {
        Task<int>[] parts = new Task<int>[10];
        for (int i = 0; i < parts.Length; i++)
        {
            int number = i;
            parts[i] = Task.Run(() => number);
        }
        Task<int> sum = Task.Factory.ContinueWhenAll(parts, done => done.Sum(t => t.Result));
        Check.Equal(45, sum.Result);
        Task<int> first = Task.Factory.ContinueWhenAny(parts, done => done.Result);
        Check.That(first.Result is >= 0 and < 10);
    }

    [KernelTest]
    internal static void An_own_scheduler_runs_every_task_that_it_is_given()
    {
        using SingleThread scheduler = new();
        TaskFactory factory = new(scheduler);
        int[] ids = new int[20];
        Task[] tasks = new Task[ids.Length];
        for (int i = 0; i < tasks.Length; i++)
        {
            int number = i;
            tasks[i] = factory.StartNew(() =>
            {
                ids[number] = Environment.CurrentManagedThreadId;
                Check.That(ReferenceEquals(scheduler, TaskScheduler.Current));
            });
        }
        Task.WaitAll(tasks);
        Check.That(ids.All(id => id == scheduler.ThreadId));
        // What an asynchronous method awaits brings it back to the scheduler that it began on.
        int after = factory.StartNew(async () =>
        {
            await Task.Run(() => { });
            return Environment.CurrentManagedThreadId;
        }).Unwrap().Result;
        Check.Equal(scheduler.ThreadId, after);
    }

    private sealed class SingleThread : TaskScheduler, IDisposable
    {
        private readonly System.Collections.Concurrent.BlockingCollection<Task> _tasks = [];
        private readonly Worker _worker;

        public SingleThread()
        {
            _worker = Worker.Start(() =>
            {
                foreach (Task task in _tasks.GetConsumingEnumerable())
                {
                    TryExecuteTask(task);
                }
            });
            ThreadId = _worker.Thread.ManagedThreadId;
        }

        public int ThreadId { get; }

        public override int MaximumConcurrencyLevel => 1;

        public void Dispose()
        {
            _tasks.CompleteAdding();
            _worker.Join();
            _tasks.Dispose();
        }

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks.ToArray();

        protected override void QueueTask(Task task) => _tasks.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
            => Environment.CurrentManagedThreadId == ThreadId && TryExecuteTask(task);
    }

    [KernelTest]
    internal static void Exclusive_tasks_are_alone_and_concurrent_ones_are_not()
    {
        ConcurrentExclusiveSchedulerPair pair = new(TaskScheduler.Default, 4);
        int readers = 0;
        int writers = 0;
        int bad = 0;
        List<Task> tasks = [];
        for (int i = 0; i < 60; i++)
        {
            bool exclusive = i % 3 == 0;
            tasks.Add(Task.Factory.StartNew(() =>
            {
                if (exclusive)
                {
                    Interlocked.Add(ref bad, Interlocked.Increment(ref writers) - 1 + Volatile.Read(ref readers));
                }
                else
                {
                    Interlocked.Increment(ref readers);
                    Interlocked.Add(ref bad, Volatile.Read(ref writers));
                }
                Thread.Yield();
                if (exclusive)
                {
                    Interlocked.Decrement(ref writers);
                }
                else
                {
                    Interlocked.Decrement(ref readers);
                }
            }, CancellationToken.None, TaskCreationOptions.None,
                exclusive ? pair.ExclusiveScheduler : pair.ConcurrentScheduler));
        }
        Task.WaitAll([.. tasks]);
        pair.Complete();
        pair.Completion.Wait();
        Check.Equal(0, bad);
    }

    [KernelTest]
    internal static void A_task_is_run_by_its_waiter_or_synchronously_when_asked()
    {
        int ran = 0;
        Task cold = new(() => ran = Environment.CurrentManagedThreadId);
        Check.Equal(TaskStatus.Created, cold.Status);
        cold.RunSynchronously();
        Check.Equal(Environment.CurrentManagedThreadId, ran);
        Check.Equal(TaskStatus.RanToCompletion, cold.Status);
        Check.Throws<InvalidOperationException>(cold.Start);
        Check.Throws<InvalidOperationException>(() => Task.CompletedTask.RunSynchronously());
    }
}
