using Enso.Scheduler;

namespace ReactorBench;

/// <summary>Children that nobody waits for: a batch is started, runs and is gone before the next.</summary>
internal sealed class WorkSpawns : OneCore
{
    private readonly Parent _parent = new();

    /// <inheritdoc/>
    protected override void Begin(int count)
    {
        _parent.Left = count;
        Reactor.Spawn(_parent);
    }

    private sealed class Parent : Work
    {
        private readonly Child _child = new();

        public int Left;

        protected override Poll Poll(in TaskContext context)
        {
            // This task alone is left when the batch is done.
            if (context.Reactor.Tasks == 1)
            {
                int batch = Math.Min(Left, Cost.Batch);
                for (int i = 0; i < batch; i++)
                {
                    context.Spawn(_child);
                }

                Left -= batch;
            }

            return Left > 0 ? Enso.Scheduler.Poll.Yield : Enso.Scheduler.Poll.End;
        }
    }

    private sealed class Child : Work
    {
        protected override Poll Poll(in TaskContext context) => Enso.Scheduler.Poll.End;
    }
}

/// <summary>The same with children that are <c>async</c> methods.</summary>
internal sealed class AsyncSpawns : OneCore
{
    /// <inheritdoc/>
    protected override void Begin(int count) => Reactor.Spawn(Spawn(Reactor.Current, count));

    /// <summary>A child that waits for nothing.</summary>
    /// <param name="context">Its task.</param>
    /// <param name="number">A number, at least 0.</param>
    /// <returns>The number.</returns>
    public static async ReactorTask<int> Child(TaskContext context, int number)
    {
        if (number < 0)
        {
            await context.Yield();
        }

        return number;
    }

    private static async ReactorTask Child(TaskContext context)
    {
        if (context.Reactor.Tasks == 0)
        {
            await context.Yield();
        }
    }

    private static async ReactorTask Spawn(TaskContext context, int count)
    {
        while (count > 0)
        {
            int batch = Math.Min(count, Cost.Batch);
            for (int i = 0; i < batch; i++)
            {
                context.Spawn(Child(context));
            }

            count -= batch;
            do
            {
                await context.Yield();
            }
            while (context.Reactor.Tasks > 1);
        }
    }
}

/// <summary>Children that are waited for, one at a time.</summary>
internal sealed class Joins : OneCore
{
    /// <inheritdoc/>
    protected override void Begin(int count) => Reactor.Spawn(Join(Reactor.Current, count));

    private static async ReactorTask Join(TaskContext context, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await context.Fork(AsyncSpawns.Child(context, i));
        }
    }
}
