namespace ReactorBench;

/// <summary>.NET's tasks, or its thread pool's items, that nobody waits for: a batch runs before the next is started.</summary>
/// <param name="areItems">Whether they are items.</param>
internal sealed class TaskSpawns(bool areItems) : Subject, IThreadPoolWorkItem
{
    private int _done;

    /// <inheritdoc/>
    public override void Run(int count) => Task.Run(() => Spawn(count)).Wait();

    /// <inheritdoc/>
    public void Execute() => Interlocked.Increment(ref _done);

    private async Task Spawn(int count)
    {
        Action child = Execute;
        while (count > 0)
        {
            int batch = Math.Min(count, Cost.Batch);
            _done = 0;
            for (int i = 0; i < batch; i++)
            {
                if (areItems)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
                }
                else
                {
                    _ = Task.Run(child);
                }
            }

            count -= batch;
            do
            {
                await Task.Yield();
            }
            while (Volatile.Read(ref _done) < batch);
        }
    }
}

/// <summary>.NET's tasks that are waited for, one at a time.</summary>
internal sealed class TaskJoins : Subject
{
    /// <inheritdoc/>
    public override void Run(int count) => Task.Run(() => Join(count)).Wait();

    private static async Task Join(int count)
    {
        Func<int> child = () => 1;
        for (int i = 0; i < count; i++)
        {
            await Task.Run(child);
        }
    }
}
